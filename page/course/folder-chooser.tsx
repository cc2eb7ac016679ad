// Lets the user choose the folder of the videos, if they are not beside the page. They play from the disk.
import { useEffect, useRef, useState } from 'preact/hooks';
import { chooseFiles, countChosen, isMediaName } from '../lecture/video-source.ts';
import type { CourseLecture } from './lectures.ts';
import {
  type FolderHandle,
  filesOfFolder,
  folderPicker,
  isOpen,
  keepFolder,
  openAgain,
  recallFolder,
} from './remembered-folder.ts';

const take = async (folder: FolderHandle): Promise<void> =>
  chooseFiles(await filesOfFolder(folder, isMediaName));

let restoring: Promise<FolderHandle | undefined> | undefined;

/** Looks once for videos in the remembered folder. @returns the folder if the user has to open it first. */
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
    // The folder may be gone or on another disk: the user chooses again.
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
    if (count === 0) say('That folder has no videos of this course. Choose the top folder of the course.');
    else say(`Found the videos of ${count} of ${lectures.length} lectures.${isKept ? '' : ` ${FORGETS}`}`);
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
      // The user closed the dialog without choosing.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      field.current?.click();
    }
  };
  const reopen = async (folder: FolderHandle): Promise<void> => {
    try {
      if (await openAgain(folder)) await open(folder);
    } catch {
      say(`The folder ${folder.name} is gone. Choose another one.`);
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
