// Lists the doubtful places of the course, worst first, to work through.
import { useMemo, useState } from 'preact/hooks';
import { clock } from './clock.ts';
import { correctData } from './corrections/state.ts';
import type { CourseLecture } from './course/lectures.ts';
import { type Doubt, findDoubts } from './lecture/doubts.ts';
import { keep, recall } from './memory.ts';
import { lectureLink } from './route.ts';
import { makeCollected } from './search/all-words.ts';

type Listed = Doubt & { name: string };

/** Keeps the worst places of each lecture; nobody works through more. */
const KEPT_PER_LECTURE = 30;
const AT_ONCE = 50;
/** Playback starts this long before a place, for context. */
const LEAD_SECONDS = 1;

const all: Listed[] = [];
let entries = new Map<string, CourseLecture>();
const collected = makeCollected((lectures) => {
  for (const data of lectures) {
    const entry = entries.get(data.name);
    if (!entry) continue;
    const worst = findDoubts(entry, correctData(data)).slice(0, KEPT_PER_LECTURE);
    all.push(...worst.map((doubt) => ({ ...doubt, name: data.name })));
  }
});

const CHECKED = 'checked';
const idOf = ({ name, kind, start }: Listed): string => `${name}:${kind}:${start}`;

const recallChecked = (): ReadonlySet<string> => {
  try {
    return new Set<string>(JSON.parse(recall(CHECKED) ?? '[]'));
  } catch {
    return new Set();
  }
};

export const DoubtsView = ({ lectures }: { lectures: CourseLecture[] }) => {
  entries = useMemo(() => new Map(lectures.map((lecture) => [lecture.name, lecture])), [lectures]);
  const files = useMemo(() => [...new Set(lectures.map(({ file }) => file))], [lectures]);
  const { done, of } = collected.useProgress(files);
  const [checked, setChecked] = useState(recallChecked);
  const sorted = useMemo(
    () => all.filter((doubt) => !checked.has(idOf(doubt))).toSorted((a, b) => b.weight - a.weight),
    [done, checked],
  );
  const check = (doubt: Listed): void => {
    const more = new Set([...checked, idOf(doubt)]);
    keep(CHECKED, JSON.stringify([...more]));
    setChecked(more);
  };
  const [shown, show] = useState(AT_ONCE);
  return (
    <article class="doubts">
      <h1>Places to check</h1>
      <p class="facts" role="status">
        {done < of
          ? `Looking through the course: ${Math.floor((100 * done) / of)} %`
          : `Speech without words and words the engine was unsure of: ${sorted.length} ${sorted.length === 1 ? 'place' : 'places, worst first'}.`}
      </p>
      <ol class="found">
        {sorted.slice(0, shown).map((doubt) => (
          <li key={idOf(doubt)} class="checkable">
            <a class="passage" href={lectureLink(doubt.name, Math.max(0, doubt.start - LEAD_SECONDS))}>
              <span class="time">{clock(doubt.start)}</span>
              <span class="words">
                <span dir="auto">
                  {doubt.before} <span class={`doubt ${doubt.kind}`}>{doubt.text}</span> {doubt.after}
                </span>{' '}
                <bdi class="name">{doubt.name}</bdi>
              </span>
            </a>
            <button
              type="button"
              class="quiet"
              aria-label={`Done: ${doubt.text} at ${clock(doubt.start)}`}
              title="Checked: remove it from the list"
              onClick={() => check(doubt)}
            >
              <span aria-hidden="true">✓</span>
            </button>
          </li>
        ))}
      </ol>
      {sorted.length > shown && (
        <button type="button" onClick={() => show(shown + AT_ONCE)}>
          More
        </button>
      )}
    </article>
  );
};
