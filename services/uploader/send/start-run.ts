// Writes the manifest, then the done marker, whose arrival starts the run.
import type { Bucket } from '../../shared/aws/bucket.ts';
import { UserError } from '../../shared/contracts/errors.ts';
import { keys } from '../../shared/contracts/keys.ts';
import type { Item } from '../../shared/contracts/steps.ts';

/**
 * @param goesOn an interrupted run starts again under its own name, with other items.
 * @throws {UserError} if another run has this name.
 */
export const startRun = async (
  bucket: Bucket,
  run: string,
  items: Item[],
  { goesOn = false }: { goesOn?: boolean } = {},
): Promise<void> => {
  const write = async (key: string, text: string) => {
    if (goesOn) await bucket.write(key, text);
    else if (!(await bucket.writeNew(key, text)))
      throw new UserError(`There is already a run ${run} in ${bucket.name}. Run the same command again.`);
  };
  await write(keys.manifest(run), JSON.stringify(items));
  await write(keys.done(run), '');
};
