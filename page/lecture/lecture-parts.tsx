// The parts around a lecture's text: heading, remarks, and links to its neighbours.
import type { Unmatched } from '../../services/shared/corrections/apply.ts';
import { clock, wholeSeconds } from '../clock.ts';
import type { CourseLecture } from '../course/lectures.ts';
import { stateOf } from '../course/outline.tsx';
import { titleOf } from '../course/tree.ts';
import { nameOfLanguage } from '../language-name.ts';
import { nameOfModel } from '../model-name.ts';
import { lectureLink } from '../route.ts';

export const Heading = ({ lecture }: { lecture: CourseLecture }) => {
  const folders = lecture.name.split('/').slice(0, -1);
  const state = stateOf(lecture);
  return (
    <header class="heading">
      {folders.length > 0 && (
        <p class="path">
          <bdi>{folders.join(' / ')}</bdi>
        </p>
      )}
      <h1>
        <bdi>{titleOf(lecture.name)}</bdi>
      </h1>
      <p class="facts">
        {[
          clock(lecture.duration),
          nameOfLanguage(lecture.language),
          state,
          `transcribed by ${nameOfModel(lecture.model)}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
    </header>
  );
};

export const Remarks = ({
  lecture,
  isLoaded,
  fault,
}: {
  lecture: CourseLecture;
  isLoaded: boolean;
  fault: string | undefined;
}) => (
  <>
    {fault && (
      <p class="fault" role="alert">
        {fault}
      </p>
    )}
    {!isLoaded && !fault && <p role="status">Loading …</p>}
    {lecture.nothing !== undefined && <p class="remark">There is no text: {lecture.nothing}.</p>}
    {lecture.lostSeconds !== undefined && (
      <p class="remark">
        The file is cut off: its last {wholeSeconds(lecture.lostSeconds)} are missing here, too.
      </p>
    )}
    {lecture.remark && <p class="remark">{lecture.remark}</p>}
  </>
);

/** They stay in corrections.json, but are not applied until somebody looks at them. */
export const UnmatchedList = ({ list }: { list: Unmatched[] }) =>
  list.length === 0 ? null : (
    <div class="remark">
      <p>These corrections no longer match the transcript:</p>
      <ul>
        {list.map(({ correction: { start, heard, written } }) => (
          <li key={`${start} ${written.join(' ')}`}>
            {clock(start)} <q>{heard.join(' ')}</q> to <q>{written.join(' ')}</q>
          </li>
        ))}
      </ul>
    </div>
  );

/** Without words there is nothing left to click on. */
export const AllDeleted = ({ takeBack }: { takeBack: () => void }) => (
  <p class="remark">
    All words of this lecture are deleted.{' '}
    <button type="button" onClick={takeBack}>
      Undo its corrections
    </button>
  </p>
);

export const Neighbours = ({ lecture, lectures }: { lecture: CourseLecture; lectures: CourseLecture[] }) => {
  const at = lectures.findIndex(({ name }) => name === lecture.name);
  const [before, after] = [lectures[at - 1], lectures[at + 1]];
  return (
    <nav class="neighbours" aria-label="Next and previous lecture">
      {before && (
        <a href={lectureLink(before.name)}>
          ← <bdi>{before.name}</bdi>
        </a>
      )}
      {after && (
        <a class="next" href={lectureLink(after.name)}>
          <bdi>{after.name}</bdi> →
        </a>
      )}
    </nav>
  );
};
