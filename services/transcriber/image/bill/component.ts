// CycloneDX 1.6: a component and the bill that lists components, as far as the image needs them.
// The image's components themselves are in parts.ts and npm.ts.

export type Component = {
  type: 'application' | 'library' | 'machine-learning-model' | 'operating-system';
  'bom-ref': string;
  name: string;
  version?: string;
  purl?: string;
  cpe?: string;
  hashes?: { alg: 'SHA-256'; content: string }[];
  licenses?: { expression: string }[];
  pedigree?: { patches: { type: 'unofficial'; diff: { text: { content: string } } }[]; notes: string };
  components?: Component[];
};

/** Makes a library component; scanners look it up by its package URL. */
export const component = (name: string, version: string, purl: string, licence?: string): Component => ({
  type: 'library',
  'bom-ref': purl,
  name,
  version,
  purl,
  ...(licence && { licenses: [{ expression: licence }] }),
});

/** Adds the components compiled into a part. References are made unique, as two parts may contain the same component. */
export const containing = (part: Component, inside: Component[]): Component => ({
  ...part,
  components: inside.map((one) => ({ ...one, 'bom-ref': `${part['bom-ref']}/${one['bom-ref']}` })),
});

/** The bill contains no time and no random number, so the same image always has the same bill. */
export const billOf = (image: { name: string; version: string; license: string }, parts: Component[]) => {
  const components = [...new Map(parts.map((part) => [part['bom-ref'], part])).values()];
  return {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      lifecycles: [{ phase: 'build' }],
      component: {
        type: 'container',
        'bom-ref': 'image',
        name: image.name,
        version: image.version,
        licenses: [{ expression: image.license }],
      },
    },
    components,
    dependencies: [{ ref: 'image', dependsOn: components.map((part) => part['bom-ref']) }],
  };
};
