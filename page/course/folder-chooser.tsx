// Choosing the folder of the videos, where they do not lie beside the page. The files are played from the disk.
import { useRef, useState } from 'preact/hooks';
import { chooseFiles, countChosen } from '../lecture/video-source.ts';
import type { CourseLecture } from './lectures.ts';

type Props = { lectures: CourseLecture[]; onChoose?: () => void };

export const FolderChooser = ({ lectures, onChoose }: Props) => {
  const field = useRef<HTMLInputElement>(null);
  const [said, say] = useState('');
  const choose = (): void => {
    chooseFiles(field.current?.files ?? []);
    const count = countChosen(lectures);
    say(
      count === 0
        ? 'No video of this course is in that folder. Choose the folder that holds its weeks.'
        : `Videos of ${count} of ${lectures.length} lectures were found.`,
    );
    if (count > 0) onChoose?.();
  };
  return (
    <span class="chooser">
      <button type="button" onClick={() => field.current?.click()}>
        Choose the course folder …
      </button>
      <input
        ref={field}
        class="hidden"
        type="file"
        multiple
        {...{ webkitdirectory: true }}
        aria-label="Folder of the course's videos"
        tabIndex={-1}
        onChange={choose}
      />
      <span role="status">{said}</span>
    </span>
  );
};
