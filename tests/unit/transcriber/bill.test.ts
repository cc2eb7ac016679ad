import { describe, expect, it } from '@jest/globals';
import { billOf, component, containing } from '../../../services/transcriber/image/bill/component.ts';
import {
  bundledFiles,
  commentedFiles,
  npmPackage,
  packageFolders,
} from '../../../services/transcriber/image/bill/npm.ts';
import * as parts from '../../../services/transcriber/image/bill/parts.ts';

describe('billOf', () => {
  const zod = component('zod', '4.0.0', 'pkg:npm/zod@4.0.0');

  it('lists each part once, as a dependency of the image', () => {
    const bill = billOf({ name: 'transcriber', version: '1.2.3', license: 'MIT' }, [zod, zod]);

    expect(bill).toMatchObject({
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      metadata: { component: { type: 'container', name: 'transcriber', version: '1.2.3' } },
      components: [zod],
      dependencies: [{ ref: 'image', dependsOn: ['pkg:npm/zod@4.0.0'] }],
    });
  });

  it('gives a component that is in two parts two references', () => {
    const other = component('b', '1.0.0', 'pkg:npm/b@1.0.0');

    const inside = containing(other, [zod]).components ?? [];

    expect(inside).toEqual([{ ...zod, 'bom-ref': 'pkg:npm/b@1.0.0/pkg:npm/zod@4.0.0' }]);
  });
});

describe('the npm packages', () => {
  it('are those with code in a bundle', () => {
    const bundle = (inputs: Record<string, number>) => ({
      inputs: Object.fromEntries(
        Object.entries(inputs).map(([file, bytesInOutput]) => [file, { bytesInOutput }]),
      ),
    });
    const metafile = {
      outputs: {
        'split.js.map': { inputs: {} },
        'split.js': bundle({ 'node_modules/zod/index.js': 9, 'node_modules/left/out.js': 0, 'own/a.ts': 1 }),
        'merge.js': bundle({ 'node_modules/@a/b/c.js': 1, 'node_modules/@a/b/node_modules/zod/d.js': 1 }),
      },
    };

    expect(packageFolders(bundledFiles(JSON.stringify(metafile)))).toEqual([
      'node_modules/@a/b',
      'node_modules/@a/b/node_modules/zod',
      'node_modules/zod',
    ]);
  });

  it("are those named in a bundle's comments", () => {
    const code =
      '// dist/a.js\nvar a;\n// node_modules/@aws/store/dist/b.js\nvar b; // node_modules/no/c.js\n';

    expect(packageFolders(commentedFiles(code))).toEqual(['node_modules/@aws/store']);
  });

  it.each([
    [
      { name: '@aws/store', version: '0.2.2', license: 'Apache-2.0' },
      { purl: 'pkg:npm/%40aws/store@0.2.2', licenses: [{ expression: 'Apache-2.0' }] },
    ],
    [
      { name: 'zod', version: '4.0.0' },
      { name: 'zod', purl: 'pkg:npm/zod@4.0.0' },
    ],
  ])('%j', (manifest, expected) => {
    expect(npmPackage(JSON.stringify(manifest))).toMatchObject(expected);
  });
});

describe('the other parts', () => {
  it('list Debian and its packages with their sources, which its security advisories name', () => {
    const status = [
      'Package: libc6\nStatus: install ok installed\nSource: glibc\nVersion: 2.41-12+deb13u4\nArchitecture: amd64',
      'Package: busybox\nSource: busybox (1:1.37.0-6)\nVersion: 1:1.37.0-6+b9\nArchitecture: amd64',
      'Package: base-files\nVersion: 13.8\nArchitecture: amd64\nDescription: Debian\n Version: of what',
    ].join('\n\n');

    expect(parts.debianPackages(`${status}\n\n`).map(({ purl }) => purl)).toEqual([
      'pkg:deb/debian/libc6@2.41-12%2Bdeb13u4?arch=amd64&upstream=glibc',
      'pkg:deb/debian/busybox@1%3A1.37.0-6%2Bb9?arch=amd64&upstream=busybox',
      'pkg:deb/debian/base-files@13.8?arch=amd64',
    ]);
    expect(parts.operatingSystem('VERSION_ID="13"\nVERSION="13 (trixie)"\nID=debian\n')).toMatchObject({
      name: 'debian',
      version: '13',
    });
  });

  it('list ffmpeg as the source package of Debian from which it is compiled', () => {
    expect(parts.ffmpeg('ffmpeg (7:7.1.5-0+deb13u1) trixie-security; urgency=high\n\n  * New')).toMatchObject(
      {
        version: '7:7.1.5-0+deb13u1',
        purl: 'pkg:deb/debian/ffmpeg@7%3A7.1.5-0%2Bdeb13u1?arch=source',
      },
    );
  });

  it('list the engine in the version that transcripts name', () => {
    const said = '{"type":"ready","version":"1.0.0","kernels":"avx2","model":false}\n';

    expect(parts.speechEngine(said)).toMatchObject({
      type: 'application',
      version: '1.0.0',
      licenses: [{ expression: 'MIT' }],
    });
  });

  it('list Node.js with the libraries compiled into it', () => {
    const { version, components } = parts.nodejs({
      node: '24.1.0',
      openssl: '3.5.1',
      modules: '137',
      ngtcp2: '',
    });

    expect(version).toBe('24.1.0');
    expect(components?.map(({ name }) => name)).toEqual(['openssl']);
  });

  it('list what is compiled into the runtime client, but not its compiler', () => {
    const licences =
      '** aws-lambda-cpp; version 0.2.8 -- https://a\n** node-gyp; version 9\n** libcurl; version 7.83.1 -- b';

    expect(parts.clientParts(licences).map(({ name, version }) => `${name} ${version}`)).toEqual([
      'aws-lambda-cpp 0.2.8',
      'libcurl 7.83.1',
    ]);
  });

  it('list models with their checksums, and with a licence only if it is known', () => {
    expect(parts.model('ggml-own.bin', 'ab')).toEqual({
      type: 'machine-learning-model',
      'bom-ref': 'ggml-own.bin',
      name: 'ggml-own.bin',
      hashes: [{ alg: 'SHA-256', content: 'ab' }],
    });
  });

  it('say what is missing', () => {
    expect(() => parts.ffmpeg('no changelog')).toThrow('in "no changelog"');
  });
});
