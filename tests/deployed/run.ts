// `npm run test:deployed -- --stack NAME`: runs the deployed suite against the account in the environment.
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { stack: { type: 'string' } } });
if (!values.stack) {
  console.error('Which stack? npm run test:deployed -- --stack NAME');
  process.exit(1);
}
const { status } = spawnSync('jest', ['--selectProjects', 'deployed'], {
  stdio: 'inherit',
  env: { ...process.env, STACK: values.stack },
});
process.exit(status ?? 1);
