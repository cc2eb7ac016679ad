// Turns edits by hand in the txt, srt or vtt of a lecture into corrections, provided that it is known what the tool had
// written, and the edits of several files do not contradict each other.
import { render } from '../../shared/captions/render.ts';
import { type Transcript, Transcript as TranscriptJson } from '../../shared/contracts/transcript.ts';
import { asHeard, wordsOfTranscript } from '../../shared/corrections/apply.ts';
import type { Correction } from '../../shared/corrections/corrections.ts';
import { addEdit, correctionsBetween, type Edit } from '../../shared/corrections/edit.ts';
import { editsInText } from '../../shared/corrections/from-text.ts';
import type { Ledger } from '../runs/ledger.ts';
import type { TranscriptFile } from '../runs/place.ts';

type TakenEdits = { corrections: Correction[]; files: TranscriptFile[] };

const nothing: TakenEdits = { corrections: [], files: [] };

/** @param made when the edits were made, ISO 8601. */
export const takeEdits = (
  files: TranscriptFile[],
  ledger: Pick<Ledger, 'has' | 'knows'>,
  { lecture, made }: { lecture: string; made: string },
): TakenEdits => {
  const old = oldTranscript(files);
  if (!old) return nothing;
  const written = render(old);
  const words = wordsOfTranscript(old).map(({ text }) => text);
  const isKnown = ({ name, format }: TranscriptFile) =>
    ledger.knows(name)
      ? ledger.has(name, written[format])
      : // The file is older than the ledger: another file that matches proves that the rendering has not changed since.
        files.some((other) => other.format !== 'json' && other.there?.toString() === written[other.format]);
  const taken: { file: TranscriptFile; edits: Edit[] }[] = [];
  for (const file of files) {
    const { format, name, there } = file;
    if (format === 'json' || !there || there.equals(Buffer.from(written[format]))) continue;
    if (ledger.has(name, there) || !isKnown(file)) continue;
    const edits = editsInText(format, words, written[format], there.toString());
    if (edits) taken.push({ file, edits });
  }
  const edits = combine(taken.map((one) => one.edits));
  if (!edits) return nothing;
  return { corrections: toCorrections(old, edits, { lecture, made }), files: taken.map(({ file }) => file) };
};

const oldTranscript = (files: TranscriptFile[]): Transcript | undefined => {
  const json = files.find(({ format }) => format === 'json')?.there?.toString();
  try {
    return json === undefined ? undefined : TranscriptJson.parse(JSON.parse(json));
  } catch {
    return undefined;
  }
};

/** Merges the same edit from several files. Undefined if there are no edits, or two contradict each other. */
const combine = (lists: Edit[][]): Edit[] | undefined => {
  const all: Edit[] = [];
  for (const edit of lists.flat()) {
    const rival = all.find((other) => edit.first <= other.last && other.first <= edit.last);
    if (!rival) all.push(edit);
    else if (JSON.stringify(rival) !== JSON.stringify(edit)) return undefined;
  }
  return all.length > 0 ? all.toSorted((a, b) => a.first - b.first) : undefined;
};

/** Returns only new corrections; earlier ones in the transcript stay unchanged. */
const toCorrections = (
  old: Transcript,
  edits: Edit[],
  options: { lecture: string; made: string },
): Correction[] => {
  const own = wordsOfTranscript(asHeard(old));
  const before = correctionsBetween(
    own,
    { from: 0, to: own.length, written: wordsOfTranscript(old).map(({ text }) => text) },
    options,
  );
  // From the end, so that the positions of the other edits do not change.
  const after = edits
    .toReversed()
    .reduce((corrections, edit) => addEdit(asHeard(old), corrections, edit, options), before);
  return after.filter((correction) => !before.includes(correction));
};
