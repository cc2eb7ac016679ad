// "Everywhere in this course": shows the other places of corrected words, and replaces the chosen ones.
import { useMemo, useState } from 'preact/hooks';
import { joinWords } from '../../services/shared/captions/script.ts';
import type { LectureData } from '../../services/shared/page/lecture-data.ts';
import { clock } from '../clock.ts';
import { loadPart } from '../course/course.ts';
import type { CourseLecture } from '../course/lectures.ts';
import { type PhrasePlace, placesOf, type Replacement, replaceIn } from './everywhere.ts';
import { addToGlossary, correctionsOf, correctWords, keepCorrections } from './state.ts';

type Props = { replacement: Replacement; lectures: CourseLecture[]; close: () => void };
type Listed = {
  data: LectureData;
  place: PhrasePlace;
  time: number;
  before: string;
  heard: string;
  after: string;
};

const WORDS_AROUND = 5;

export const EverywherePanel = ({ replacement, lectures, close }: Props) => {
  const [places, setPlaces] = useState<Listed[] | undefined>();
  const [said, say] = useState('');
  const [heard, written] = [joinWords(replacement.heard), joinWords(replacement.written)];
  const find = async (): Promise<void> => {
    say('Looking through the course …');
    try {
      setPlaces(await findPlaces(replacement, lectures));
      say('');
    } catch (error) {
      say(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <section class="everywhere" aria-label="Everywhere in this course">
      <p>
        <q>{heard}</q> is now <q>{written}</q> here.
      </p>
      {places ? (
        <PlaceList places={places} replacement={replacement} close={close} />
      ) : (
        <div class="controls">
          <button type="button" class="main" onClick={() => void find()}>
            Find it everywhere in this course
          </button>
          <button type="button" onClick={close}>
            Only here
          </button>
        </div>
      )}
      <p role="status">{said}</p>
    </section>
  );
};

const findPlaces = async (replacement: Replacement, lectures: CourseLecture[]): Promise<Listed[]> => {
  const found: Listed[] = [];
  for (const file of new Set(lectures.map((lecture) => lecture.file)))
    for (const data of await loadPart(file)) {
      const { words } = correctWords(data, correctionsOf(data.name));
      const textOf = (from: number, to: number): string =>
        joinWords(words.slice(Math.max(0, from), to).map(({ text }) => text));
      for (const place of placesOf(words, replacement))
        found.push({
          data,
          place,
          time: words[place.first]?.start ?? 0,
          before: textOf(place.first - WORDS_AROUND, place.first),
          heard: textOf(place.first, place.last),
          after: textOf(place.last, place.last + WORDS_AROUND),
        });
    }
  return found;
};

type PlaceListProps = { places: Listed[]; replacement: Replacement; close: () => void };

const PlaceList = ({ places, replacement, close }: PlaceListProps) => {
  const [left, setLeft] = useState<ReadonlySet<number>>(new Set());
  const [isName, setName] = useState(true);
  const chosen = useMemo(() => places.filter((_, at) => !left.has(at)), [places, left]);
  const toggle = (at: number): void => {
    const next = new Set(left);
    if (!next.delete(at)) next.add(at);
    setLeft(next);
  };
  const replace = (): void => {
    replacePlaces(chosen, replacement);
    if (isName) addToGlossary(joinWords(replacement.written));
    close();
  };
  return (
    <>
      <p>
        {places.length === 0
          ? 'There are no other places in this course.'
          : `${places.length} other place${places.length === 1 ? '' : 's'}:`}
      </p>
      <ul class="places">
        {places.map(({ data, place, time, before, heard, after }, at) => (
          <li key={`${data.name}:${place.first}`}>
            <label>
              <input type="checkbox" checked={!left.has(at)} onChange={() => toggle(at)} />
              <span dir="auto">
                {before} <mark>{heard}</mark> {after}
              </span>{' '}
              <span class="name">
                <bdi>{data.name}</bdi>, {clock(time)}
              </span>
            </label>
          </li>
        ))}
      </ul>
      <p>
        <label>
          <input type="checkbox" checked={isName} onChange={() => setName(!isName)} /> It is a name: offer it
          for <code>glossary.txt</code>, so that the next run recognizes it
        </label>
      </p>
      <div class="controls">
        <button type="button" class="main" onClick={replace}>
          {chosen.length > 0 ? `Replace ${chosen.length}` : 'Done'}
        </button>
        <button type="button" onClick={close}>
          Only here
        </button>
      </div>
    </>
  );
};

const replacePlaces = (chosen: Listed[], replacement: Replacement): void => {
  const made = new Date().toISOString();
  const changed = [...Map.groupBy(chosen, ({ data }) => data)].map(([data, listed]) => {
    const corrections = correctionsOf(data.name);
    const { own, words } = correctWords(data, corrections);
    // Words may have been inserted in another window since.
    const times = new Set(listed.map(({ time }) => time));
    const places = placesOf(words, replacement).filter(({ first }) => times.has(words[first]?.start ?? 0));
    const options = { lecture: data.name, made };
    return [data.name, replaceIn(own, corrections, replacement, places, options)] as const;
  });
  keepCorrections(new Map(changed));
};
