// Choosing the folder of the videos, where they do not lie beside the page. The files are played from the disk.
import { useEffect, useRef, useState } from 'preact/hooks';
import { chooseFiles, countChosen, isMediaName } from '../lecture/video-source.ts';
import {
  type FolderHandle,
  filesOfFolder,
  folderPicker,
  isOpen,
  keepFolder,
  openAgain,
  recallFolder,
} from './kept-folder.ts';
import type { CourseLecture } from './lectures.ts';

const take = async (folder: FolderHandle): Promise<void> =>
  chooseFiles(await filesOfFolder(folder, isMediaName));

let restoring: Promise<FolderHandle | undefined> | undefined;

/** Looks once for videos in the folder that was chosen before. @returns it where somebody has to open it first. */
export const restoreFolder = (): Promise<FolderHandle | undefined> => {
  restoring ??= restore();
  return restoring;
};

const restore = async (): Promise<FolderHandle | undefined> => {
  const folder = folderPicker() && (await recallFolder());
  try {
    if (!folder || !(await isOpen(folder))) return folder;
    await take(folder);
  } catch {
    // It may be gone, or on a disk that is not there: somebody chooses another one.
  }
  return undefined;
};

const FORGETS = 'This browser forgets the folder when the page is closed.';

export const FolderChooser = ({ lectures }: { lectures: CourseLecture[] }) => {
  const field = useRef<HTMLInputElement>(null);
  const [said, say] = useState('');
  const [closed, setClosed] = useState<FolderHandle | undefined>();
  useEffect(() => void restoreFolder().then(setClosed), []);
  const tell = (isKept: boolean): void => {
    const count = countChosen(lectures);
    if (count === 0)
      say('No video of this course is in that folder. Choose the folder that holds its weeks.');
    else say(`Videos of ${count} of ${lectures.length} lectures were found.${isKept ? '' : ` ${FORGETS}`}`);
  };
  const chooseFromField = (): void => {
    const files = [...(field.current?.files ?? [])];
    chooseFiles(files.map((file) => ({ path: file.webkitRelativePath, file })));
    tell(false);
  };
  const open = async (folder: FolderHandle): Promise<void> => {
    say('Looking through the folder …');
    await take(folder);
    restoring = Promise.resolve(undefined);
    setClosed(undefined);
    tell(await keepFolder(folder));
  };
  const choose = async (): Promise<void> => {
    const pick = folderPicker();
    if (!pick) return field.current?.click();
    try {
      await open(await pick({ id: 'course', mode: 'read' }));
    } catch (error) {
      // Closed without a choice.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      field.current?.click();
    }
  };
  const reopen = async (folder: FolderHandle): Promise<void> => {
    try {
      if (await openAgain(folder)) await open(folder);
    } catch {
      say(`The folder ${folder.name} is not there any more. Choose another one.`);
    }
  };
  return (
    <span class="chooser">
      {closed && (
        <button type="button" class="main" onClick={() => void reopen(closed)}>
          Open the folder <bdi>{closed.name}</bdi> again
        </button>
      )}
      <button type="button" onClick={() => void choose()}>
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
        onChange={chooseFromField}
      />
      <span role="status">{said}</span>
    </span>
  );
};
