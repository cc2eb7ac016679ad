// Lists weeks, lessons and videos in the order of the course.
import { useEffect, useRef, useState } from 'preact/hooks';
import { clock } from '../clock.ts';
import { recallTime } from '../memory.ts';
import { lectureLink } from '../route.ts';
import type { CourseLecture } from './lectures.ts';
import { type Branch, type FailedItem, isBranch, isFailed, lecturesOf, titleOf } from './tree.ts';

/** Longer outlines start closed: browsers lay out a few hundred lines quickly. */
const OPEN_LECTURES = 80;

export const Outline = ({ tree, current }: { tree: Branch; current: string | undefined }) => (
  <Twigs branch={tree} current={current} isOpen={lecturesOf(tree).length <= OPEN_LECTURES} />
);

type TwigsProps = { branch: Branch; current: string | undefined; isOpen: boolean };

const Twigs = ({ branch, current, isOpen }: TwigsProps) => (
  <ul>
    {branch.children.map((child) => {
      if (isBranch(child))
        return (
          <li key={`${child.path}/`}>
            <Folder branch={child} current={current} isOpen={isOpen} />
          </li>
        );
      if (isFailed(child))
        return (
          <li key={`failed/${child.file}`}>
            <FailedLine video={child} isCurrent={child.name === current} />
          </li>
        );
      return (
        <li key={child.name}>
          <LectureLine lecture={child} isCurrent={child.name === current} />
        </li>
      );
    })}
  </ul>
);

const FailedLine = ({ video, isCurrent }: { video: FailedItem; isCurrent: boolean }) => (
  <a
    class="failed"
    href={lectureLink(video.name)}
    title={video.reason}
    aria-current={isCurrent ? 'page' : undefined}
  >
    <bdi>{video.file}</bdi> <span class="state">failed</span>
  </a>
);

/** Renders only open folders, since a course may have thousands of lectures. */
const Folder = ({ branch, current, isOpen }: TwigsProps) => {
  const holdsCurrent = current?.startsWith(`${branch.path}/`) ?? false;
  const [open, setOpen] = useState(isOpen || holdsCurrent);
  useEffect(() => {
    if (holdsCurrent) setOpen(true);
  }, [holdsCurrent]);
  return (
    <details open={open} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        <bdi>{branch.title}</bdi>
      </summary>
      {open && <Twigs branch={branch} current={current} isOpen={isOpen} />}
    </details>
  );
};

/** A lecture played this far counts as finished. */
const HEARD = 0.97;
const BEGUN_SECONDS = 10;

const LectureLine = ({ lecture, isCurrent }: { lecture: CourseLecture; isCurrent: boolean }) => {
  const line = useRef<HTMLAnchorElement>(null);
  useEffect(() => {
    if (isCurrent) line.current?.scrollIntoView({ block: 'nearest' });
  }, [isCurrent]);
  const time = recallTime(lecture.name);
  const isHeard = time / (lecture.duration || 1) >= HEARD;
  const state = stateOf(lecture);
  return (
    <a ref={line} href={lectureLink(lecture.name)} aria-current={isCurrent ? 'page' : undefined}>
      <bdi>{titleOf(lecture.name)}</bdi>
      {state && (
        <span class="state" title={state}>
          {state}
        </span>
      )}
      <span class="length">
        {isHeard && <span title="heard">✓ </span>}
        {!isHeard && time >= BEGUN_SECONDS && `${clock(time)} / `}
        {clock(lecture.duration)}
      </span>
    </a>
  );
};

/** One or two words; undefined if nothing is wrong. */
export const stateOf = ({ nothing, lostSeconds, gaps }: CourseLecture): string | undefined => {
  if (nothing !== undefined) return 'no words';
  if (lostSeconds) return 'cut off';
  return gaps ? `${gaps} gap${gaps === 1 ? '' : 's'}` : undefined;
};
