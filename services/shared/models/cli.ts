// `node services/shared/models/cli.ts NAME FOLDER`: fetches a model into a folder while the image is built.
import { findModel } from './catalogue.ts';
import { ensureModel } from './fetch.ts';
import { verify } from './verify.ts';

const PERCENT_STEP = 10;

const say = (text: string) => void process.stderr.write(`${text}\n`);

const makeReport = (name: string) => {
  let shown = -1;
  return (bytes: number, total: number | undefined) => {
    if (total === undefined) return;
    const percent = Math.floor((bytes / total) * (100 / PERCENT_STEP)) * PERCENT_STEP;
    if (percent > shown) say(`${name}: ${percent} % of ${Math.ceil(total / 2 ** 20)} MiB`);
    shown = Math.max(shown, percent);
  };
};

const main = async ([name, folder]: string[], signal: AbortSignal): Promise<void> => {
  if (!name || !folder) throw new Error('Usage: node services/shared/models/cli.ts NAME FOLDER');
  const onWait = (owner: number) => say(`${name}: waiting for process ${owner}, which downloads it`);
  const model = await ensureModel(name, { folder, onProgress: makeReport(name), onWait, signal });
  // An existing file may be from an incomplete checkout, and an image is built once for many runs.
  await verify(model.path, { sha1: findModel(model.name)?.sha1 }, signal);
  say(`${model.path} is complete`);
};

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () =>
    stop.abort(new Error(`Stopped by ${name}. Run the same command again to continue.`)),
  );

try {
  await main(process.argv.slice(2), stop.signal);
} catch (error) {
  say(Error.isError(error) ? error.message : String(error));
  process.exitCode = 1;
}
