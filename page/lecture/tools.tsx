// The buttons above a lecture's text: link, quote, downloads, print.
import { useState } from 'preact/hooks';
import { toCues } from '../../services/shared/captions/cues.ts';
import { toSrt } from '../../services/shared/captions/srt.ts';
import { toTxt } from '../../services/shared/captions/txt.ts';
import { toVtt } from '../../services/shared/captions/vtt.ts';
import type { Word } from '../../services/shared/contracts/transcript.ts';
import { clock } from '../clock.ts';
import type { Correcting } from '../corrections/use-correcting.ts';
import type { CourseLecture } from '../course/lectures.ts';
import { titleOf } from '../course/tree.ts';
import { keep } from '../memory.ts';
import { lectureLink } from '../route.ts';
import { copyText, saveFile } from '../save.ts';
import { type Paragraphs, wordAt } from './places.ts';

type Props = {
  lecture: CourseLecture;
  words: Word[];
  places: Paragraphs;
  video: { current: HTMLVideoElement | null };
  unsure: { isShown: boolean; show: (isShown: boolean) => void };
  correcting: Correcting;
};

const FORMATS: Record<string, (words: Word[]) => string> = {
  txt: toTxt,
  srt: (words) => toSrt(toCues(words)),
  vtt: (words) => toVtt(toCues(words)),
};

export const Tools = ({ lecture, words, places, video, unsure, correcting }: Props) => {
  const [said, say] = useState('');
  const copy = async (what: string, copied: string): Promise<void> =>
    say((await copyText(copied)) ? `${what} copied.` : 'The browser refused to copy.');
  const link = (time: number): string => new URL(lectureLink(lecture.name, time), location.href).href;
  const now = (): number => video.current?.currentTime ?? 0;
  const copyQuote = (): void => {
    const quote = selected(words, places) ?? sentenceAt(words, now());
    if (!quote) say('Select the words to quote first.');
    else void copy('Quote', `“${quote.text}” (${lecture.name}, ${clock(quote.time)}) ${link(quote.time)}`);
  };
  const toggle = (): void => {
    keep('unsure', unsure.isShown ? 'no' : 'yes');
    unsure.show(!unsure.isShown);
  };
  return (
    <div class="tools">
      <button type="button" aria-pressed={correcting.isOn} onClick={() => correcting.turn(!correcting.isOn)}>
        Correct
      </button>
      <button
        type="button"
        aria-pressed={unsure.isShown}
        onClick={toggle}
        title="Underline words that the engine was unsure of"
      >
        Unsure words
      </button>
      <button type="button" onClick={() => void copy('Link', link(now()))}>
        Copy link
      </button>
      <button
        type="button"
        // Otherwise the button would clear the selection.
        onMouseDown={(event) => event.preventDefault()}
        onClick={copyQuote}
      >
        Copy quote
      </button>
      <span class="joined">
        {Object.entries(FORMATS).map(([format, write]) => (
          <button
            key={format}
            type="button"
            aria-label={`Download ${format}`}
            title={`Download ${format}`}
            onClick={() => saveFile(`${titleOf(lecture.name)}.${format}`, write(words))}
          >
            {format}
          </button>
        ))}
      </span>
      <button type="button" onClick={() => print()}>
        Print
      </button>
      <span role="status">{said || (correcting.isOn && 'Click a word to correct it.')}</span>
    </div>
  );
};

type Quote = { text: string; time: number };

const selected = (words: Word[], places: Paragraphs): Quote | undefined => {
  const selection = getSelection();
  const text = selection?.toString().trim().replaceAll(/\s+/g, ' ');
  if (!selection || !text) return undefined;
  const { startContainer, startOffset } = selection.getRangeAt(0);
  const word = words[wordAt(places, startContainer, startOffset) ?? -1];
  return word && { text, time: word.start };
};

/** About a sentence, around a time. */
const QUOTED_WORDS = 25;

const sentenceAt = (words: Word[], time: number): Quote | undefined => {
  const from = Math.max(
    0,
    words.findLastIndex(({ start }) => start <= time),
  );
  const quoted = words.slice(from, from + QUOTED_WORDS);
  return quoted[0] && { text: toTxt(quoted).trim(), time: quoted[0].start };
};
