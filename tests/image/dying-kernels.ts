// An image whose engine's best kernels crash when they are used, as on a processor that lacks a feature it claims.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { IMAGE } from './docker.ts';

/** `real` is the real engine. The image's busybox has no names for its other programs. */
const ENGINE = `#!/bin/sh
real=/opt/real/transcribe-engine
best=$($real --list-kernels | busybox head -n 1)
case " $* " in
  *" --list-kernels "*) ;;
  *" --kernels $best "*) kill -ILL $$ ;;
  *" --kernels "*) ;;
  *) kill -ILL $$ ;;
esac
exec $real "$@"
`;

/** Builds the image and returns its tag. */
export const buildDyingImage = (): string => {
  const tag = 'transcriber-with-dying-kernels';
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'transcribe-engine'), ENGINE, { mode: 0o755 });
  const lines = [
    `FROM ${IMAGE} AS image`,
    `FROM ${IMAGE}`,
    'COPY --from=image /opt/engine /opt/real',
    'COPY transcribe-engine /opt/engine/',
  ];
  writeFileSync(join(folder, 'Dockerfile'), `${lines.join('\n')}\n`);
  execFileSync('docker', ['build', '-q', '-t', tag, folder], { stdio: 'ignore' });
  return tag;
};

/** The lines of a function's log that report the crash. */
export const deathsIn = (log: string): string[] =>
  log.split('\n').filter((line) => line.includes('SIGILL') && /kernels/.test(line));
