// Puts the files of one transcript into the user's folder: writes what is missing or the tool's own, and keeps what
// the user has edited.
import { rm } from 'node:fs/promises';
import { render } from '../../shared/captions/render.ts';
import type { TranscriptFormat } from '../../shared/contracts/keys.ts';
import { Transcript } from '../../shared/contracts/transcript.ts';
import type { Ledger } from './ledger.ts';
import { readIfThere } from './read-text.ts';
import { writeWhole } from './write-whole.ts';

/** dpkg, pacman and rpm also put a new version beside an edited file; no player takes this name for captions. */
const NEW = '.new';

export type TranscriptFile = {
  format: TranscriptFormat;
  /** The transcript's key, which is also its path in the folder. */
  name: string;
  path: string;
  text: string;
  /** The content in the folder; undefined if there is none. */
  there: Buffer | undefined;
  /** True if `text` includes what somebody edited in the file. */
  isTaken?: boolean;
};

/** An edited file; `newVersion` lies beside it. */
export type Kept = { path: string; newVersion?: string };
export type PlacedTranscript = { isNew: boolean; kept: Kept[] };

export type PlaceDeps = {
  ledger: Ledger;
  overwrite: boolean;
};

/** @throws {FileFault} */
export const placeTranscript = async (
  files: TranscriptFile[],
  { ledger, overwrite }: PlaceDeps,
): Promise<PlacedTranscript> => {
  const isOurs = (file: TranscriptFile) => overwrite || file.isTaken === true || isOwn(file, files, ledger);
  const same = files.filter(isSame);
  const others = files.filter((file) => !isSame(file));
  const toWrite = others.filter((file) => file.there === undefined || isOurs(file));
  const edited = others.filter((file) => !toWrite.includes(file));
  // These files may predate the ledger; a read-only folder is not an error then.
  const claim = ledger.add(same.map(({ name, text }) => ({ path: name, bytes: text })));
  await (others.length > 0 ? claim : claim.catch(() => {}));
  await ledger.add(toWrite.map(({ name, text }) => ({ path: name, bytes: text })));
  for (const { path, text } of toWrite) await writeWhole(path, text);
  for (const file of [...same, ...toWrite]) await removeOffer(file, ledger);
  const isOldVersion = same.some(({ format }) => format === 'json');
  const kept: Kept[] = [];
  for (const file of edited) kept.push(await keep(file, ledger, isOldVersion));
  return { isNew: toWrite.length > 0, kept };
};

const isSame = ({ there, text }: TranscriptFile): boolean => there?.equals(Buffer.from(text)) === true;

/** Whether this tool wrote the file and nobody changed it. */
const isOwn = ({ name, format, there }: TranscriptFile, files: TranscriptFile[], ledger: Ledger): boolean => {
  if (there === undefined || ledger.has(name, there)) return true;
  if (ledger.knows(name)) return false;
  // Written before there was a ledger: it is the tool's if it matches the json beside it.
  const rendered = renderingOf(files);
  const txt = files.find((file) => file.format === 'txt');
  const isSame = rendered?.txt === txt?.there?.toString() || txt?.isTaken === true;
  return rendered?.[format] === there.toString() && isSame;
};

const renderingOf = (files: TranscriptFile[]): Record<TranscriptFormat, string> | undefined => {
  const json = files.find(({ format }) => format === 'json')?.there?.toString();
  try {
    return json === undefined ? undefined : render(Transcript.parse(JSON.parse(json)));
  } catch {
    return undefined;
  }
};

/** @param isOldVersion the edited file is based on this transcript, so there is nothing new to offer. */
const keep = async (file: TranscriptFile, ledger: Ledger, isOldVersion: boolean): Promise<Kept> => {
  const { name, path, text } = file;
  const [newName, newVersion] = [name + NEW, path + NEW];
  const offered = await readIfThere(newVersion);
  if (offered?.equals(Buffer.from(text))) return { path, newVersion };
  // It was offered before, and the user removed it.
  if (isOldVersion || ledger.has(name, text)) return { path };
  if (offered && !ledger.has(newName, offered)) return { path };
  await ledger.add([{ path: newName, bytes: text }]);
  await writeWhole(newVersion, text);
  await ledger.add([{ path: name, bytes: text }]);
  return { path, newVersion };
};

/** Removes an offered version once it is in its place. */
const removeOffer = async ({ name, path }: TranscriptFile, ledger: Ledger): Promise<void> => {
  if (!ledger.knows(name + NEW)) return;
  const offered = await readIfThere(path + NEW);
  if (offered && ledger.has(name + NEW, offered)) await rm(path + NEW, { force: true });
};
