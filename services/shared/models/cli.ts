// `node services/shared/models/cli.ts NAME FOLDER`: a model into a folder, for the image's build.
// Not for users: the uploader's own command line is services/uploader.
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
  const onWait = (owner: number) => say(`${name}: process ${owner} downloads it, waiting`);
  const model = await ensureModel(name, { folder, onProgress: makeReport(name), onWait, signal });
  // One that was there already may be half a checkout, and an image is built once for many runs.
  await verify(model.path, { sha1: findModel(model.name)?.sha1 }, signal);
  say(`${model.path} is there and whole`);
};

const stop = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const)
  process.once(name, () => stop.abort(new Error(`Stopped by ${name}. The same command goes on from here.`)));

try {
  await main(process.argv.slice(2), stop.signal);
} catch (error) {
  say(Error.isError(error) ? error.message : String(error));
  process.exitCode = 1;
}
