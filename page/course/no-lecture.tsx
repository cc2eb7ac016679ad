// Shown for an address without a lecture: of a failed video, or of nothing at all.
import { type FailedItem, titleOf } from './tree.ts';

export const NoLecture = ({ name, failed }: { name: string; failed: FailedItem | undefined }) => (
  <article class="course">
    <h1>
      <bdi>{failed?.file ?? titleOf(name)}</bdi>
    </h1>
    <p class="fault">
      {failed ? (
        `There is no transcript of this video. ${failed.reason}`
      ) : (
        <>
          This course has no lecture <q>{name}</q>.
        </>
      )}
    </p>
    <p>
      <a href="#/">Back to the course</a>
    </p>
  </article>
);
