// Search results by lecture, each with its time and the words around it.
import { useMemo, useState } from 'preact/hooks';
import { isSpaced } from '../../services/shared/captions/script.ts';
import type { CourseData } from '../../services/shared/page/course-data.ts';
import { type LectureData, unpackStarts } from '../../services/shared/page/lecture-data.ts';
import { clock } from '../clock.ts';
import { correctData, onCorrection } from '../corrections/state.ts';
import { type CourseLecture, filesOf } from '../course/lectures.ts';
import { lectureLink } from '../route.ts';
import { makeCollected } from './all-words.ts';
import { bestPassages, type Passage, toPassages } from './passages.ts';
import { type FoundIn, makeSearchIndex } from './search-index.ts';
import { useSearch } from './use-search.ts';

const index = makeSearchIndex();
/** The lectures without corrections; those in the index are corrected. */
const indexed = new Map<string, LectureData>();
const collected = makeCollected((lectures) => {
  for (const lecture of lectures) {
    indexed.set(lecture.name, lecture);
    index.add(correctData(lecture));
  }
});
onCorrection((names) => {
  for (const lecture of names.flatMap((name) => indexed.get(name) ?? [])) index.add(correctData(lecture));
});

/** The last results. Opening a lecture marks their words. */
let latest: FoundIn[] = [];

/** The words of a lecture that the last search found; none if the number of its words has changed since. */
export const foundWords = (name: string, words: number): number[] => {
  const found = latest.find(({ lecture }) => lecture.name === name);
  const places = found?.lecture.text.split(' ').length === words ? found.places() : [];
  return places.flatMap(({ first, last }) => Array.from({ length: last - first + 1 }, (_, at) => first + at));
};

/** Called before anybody types, so that the first letter already finds something. */
export const prepareSearch = (course: CourseData): void => collected.begin(filesOf(course));

const LECTURES_AT_ONCE = 10;
const PLACES_AT_ONCE = 3;

type Props = { course: CourseData; lectures: CourseLecture[]; query: string };

export const SearchView = ({ course, lectures, query }: Props) => {
  const progress = collected.useProgress(filesOf(course));
  const result = useSearch(index.searching, query, progress.done);
  latest = result.found;
  const isDone = progress.done === progress.of;
  return (
    <article class="search" data-query={result.query}>
      <h1 class="hidden">Search</h1>
      <p role="status" class="facts">
        {result.query !== '' && summary(result)}
        {!isDone && ` Searched ${Math.floor((100 * progress.done) / progress.of)} % of the course so far.`}
      </p>
      {progress.faults[0] && <p class="fault">{progress.faults[0]}</p>}
      <FoundList {...result} lectures={lectures} />
    </article>
  );
};

type FoundListProps = { query: string; found: FoundIn[]; lectures: CourseLecture[] };

const FoundList = ({ query, found, lectures }: FoundListProps) => {
  const [more, setMore] = useState({ query, shown: LECTURES_AT_ONCE });
  const shown = more.query === query ? more.shown : LECTURES_AT_ONCE;
  const known = useMemo(() => new Map(lectures.map((lecture) => [lecture.name, lecture])), [lectures]);
  return (
    <>
      <ol class="found">
        {found.slice(0, shown).map((one) => (
          <li key={one.lecture.name}>
            <FoundLecture found={one} lecture={known.get(one.lecture.name)} />
          </li>
        ))}
      </ol>
      {found.length > shown && (
        <button type="button" onClick={() => setMore({ query, shown: shown + LECTURES_AT_ONCE })}>
          More lectures
        </button>
      )}
    </>
  );
};

const summary = ({ found, query }: Omit<FoundListProps, 'lectures'>): string => {
  if (found.length === 0) return `No results for ${quoted(query)}.`;
  const places = found.reduce((sum, { count }) => sum + count, 0).toLocaleString('en');
  const lectures = `${found.length} lecture${found.length === 1 ? '' : 's'}`;
  const said = `${places} place${places === '1' ? '' : 's'} in ${lectures}.`;
  return found[0]?.isWhole ? said : `No lecture has all of these words; some of them are in ${said}`;
};

/** Adds quotes, unless the user typed some. */
const quoted = (query: string): string => (/["“„]/.test(query) ? query : `“${query}”`);

const FoundLecture = ({ found, lecture }: { found: FoundIn; lecture: CourseLecture | undefined }) => {
  const [most, showUpTo] = useState(PLACES_AT_ONCE);
  // Most lectures stay in the results while the user types.
  const words = useMemo(() => found.lecture.text.split(' '), [found.lecture]);
  const starts = useMemo(() => unpackStarts(found.lecture, words.length - 1), [found.lecture]);
  const passages = useMemo(() => toPassages(found.places(), words.length), [found]);
  const { name } = found.lecture;
  return (
    <>
      <h2>
        <a href={lectureLink(name)}>
          <bdi>{name}</bdi>
        </a>{' '}
        <span class="length">{lecture && clock(lecture.duration)}</span>
      </h2>
      <ul>
        {bestPassages(passages, most).map((passage) => {
          const time = starts[passage.at] ?? 0;
          return (
            <li key={passage.at}>
              <a class="passage" href={lectureLink(name, time)}>
                <span class="time">{clock(time)}</span>
                <PassageText words={words} passage={passage} language={lecture?.language} />
              </a>
            </li>
          );
        })}
      </ul>
      {passages.length > most && (
        <button type="button" class="quiet" onClick={() => showUpTo(most * 5)}>
          {passages.length - most} more in this lecture
        </button>
      )}
    </>
  );
};

type PassageTextProps = { words: string[]; passage: Passage; language: string | undefined };

const PassageText = ({ words, passage: { from, to, matched }, language }: PassageTextProps) => (
  <span class="words" dir="auto" lang={language}>
    {from > 0 && '… '}
    {words.slice(from, to).map((text, offset) => {
      const word = from + offset;
      const space = offset > 0 && isSpaced(words[word - 1] ?? '', text) ? ' ' : '';
      return matched.has(word) ? [space, <mark key={word}>{text}</mark>] : space + text;
    })}
    {to < words.length && ' …'}
  </span>
);
