// The parts of the image other than npm packages, read from texts that the build leaves. cli.ts knows where those are.
import { type Component, component, containing } from './component.ts';

const found = (pattern: RegExp, text: string): string => {
  const value = pattern.exec(text)?.[1];
  if (!value) throw new Error(`There is no ${pattern} in "${text.slice(0, 200)}".`);
  return value;
};

const debian = (name: string, version: string, qualifiers: string, licence?: string): Component => {
  const purl = `pkg:deb/debian/${encodeURIComponent(name)}@${encodeURIComponent(version)}?${qualifiers}`;
  return component(name, version, purl, licence);
};

/** Reads os-release, which has `ID=debian` and `VERSION_ID="13"`. Scanners need it to know whose packages these are. */
export const operatingSystem = (osRelease: string): Component => {
  const field = (name: string) => found(new RegExp(`^${name}="?([^"\n]+)`, 'm'), osRelease);
  const [name, version] = [field('ID'), field('VERSION_ID')];
  return { type: 'operating-system', 'bom-ref': `${name}-${version}`, name, version };
};

/** Reads dpkg's status: paragraphs with `Package: libc6`, `Version: 2.41-12`, `Architecture: amd64`, `Source: glibc`. */
export const debianPackages = (status: string): Component[] =>
  status
    .trim()
    .split(/\n\n+/)
    .map((paragraph) => {
      const field = (name: string) => found(new RegExp(`^${name}: (\\S+)`, 'm'), paragraph);
      const source = /^Source: /m.test(paragraph) ? `&upstream=${field('Source')}` : '';
      return debian(field('Package'), field('Version'), `arch=${field('Architecture')}${source}`);
    });

/** Reads the changelog, which begins with `ffmpeg (7:7.1.5-0+deb13u1) trixie-security; urgency=high`. */
export const ffmpeg = (changelog: string): Component => ({
  ...debian('ffmpeg', found(/^ffmpeg \(([^)]+)\)/, changelog), 'arch=source', 'LGPL-2.1-or-later'),
  type: 'application',
});

/** Reads the engine's first line: `{"type":"ready","version":"1.0.0",…`. */
export const speechEngine = (output: string): Component => {
  const version = found(/"type":"ready","version":"([^"]+)"/, output);
  return {
    ...component('transcribe-engine', version, `pkg:generic/transcribe-engine@${version}`, 'MIT'),
    type: 'application',
  };
};

/** The libraries compiled into the runtime client, from its own list: `** libcurl; version 7.83.1 -- https://…`. */
export const clientParts = (licences: string): Component[] => {
  const version = (name: string) => found(new RegExp(`^\\*\\* ${name}; version (\\S+)`, 'm'), licences);
  const [cpp, curl] = [version('aws-lambda-cpp'), version('libcurl')];
  return [
    component('aws-lambda-cpp', cpp, `pkg:github/awslabs/aws-lambda-cpp@v${cpp}`, 'Apache-2.0'),
    {
      ...component('libcurl', curl, `pkg:generic/curl@${curl}`, 'curl'),
      cpe: `cpe:2.3:a:haxx:libcurl:${curl}:*:*:*:*:*:*:*`,
    },
  ];
};

/** Entries of `process.versions` that are interfaces or data, not code. */
const NO_CODE = ['node', 'modules', 'napi', 'unicode', 'cldr', 'tz'];

/** Node.js and the libraries compiled into it, from `process.versions`. */
export const nodejs = (versions: Record<string, string | undefined>): Component => {
  const { node = '' } = versions;
  const inside = Object.entries(versions).filter(([name, version]) => version && !NO_CODE.includes(name));
  const platform: Component = {
    ...component('node', node, `pkg:generic/node@${node}`, 'MIT'),
    type: 'application',
    cpe: `cpe:2.3:a:nodejs:node.js:${node}:*:*:*:*:*:*:*`,
  };
  return containing(
    platform,
    inside.map(([name, version = '']) => component(name, version, `pkg:generic/${name}@${version}`)),
  );
};

/** A model that the project does not know has no known licence. */
export const model = (name: string, sha256: string, licence?: string): Component => ({
  type: 'machine-learning-model',
  'bom-ref': name,
  name,
  hashes: [{ alg: 'SHA-256', content: sha256 }],
  ...(licence && { licenses: [{ expression: licence }] }),
});
