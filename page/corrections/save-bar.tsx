// Warns that corrections are only in this browser, and saves them as corrections.json.
import { useState } from 'preact/hooks';
import { copyText, saveFile } from '../save.ts';
import { allCorrections, fileText, markSaved, useDraft } from './state.ts';

const NAME = 'corrections.json';
const GLOSSARY = 'glossary.txt';

/** The part of the File System Access API in use; not every browser has it. */
type FileHandle = {
  createWritable: () => Promise<{ write: (text: string) => Promise<void>; close: () => Promise<void> }>;
};
type Picker = (options: object) => Promise<FileHandle>;

/** The file that the user chose; later saves write to it again. */
let handle: FileHandle | undefined;

/** @returns false if the user closed the dialog without choosing a file. */
const saveCorrections = async (): Promise<boolean> => {
  const pick = (globalThis as { showSaveFilePicker?: Picker }).showSaveFilePicker;
  if (!pick) {
    saveFile(NAME, fileText(), 'application/json');
    return true;
  }
  try {
    handle ??= await pick({
      suggestedName: NAME,
      types: [{ description: 'Corrections', accept: { 'application/json': ['.json'] } }],
    });
    const file = await handle.createWritable();
    await file.write(fileText());
    await file.close();
    return true;
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') return false;
    // The folder may be read-only or gone; a download always works.
    handle = undefined;
    saveFile(NAME, fileText(), 'application/json');
    return true;
  }
};

export const SaveBar = () => {
  const state = useDraft();
  const [said, say] = useState('');
  if (!state) return null;
  const { draft, isSaved, isKept } = state;
  const count = draft.added.length + draft.removed.length;
  const save = async (): Promise<void> => {
    if (await saveCorrections()) markSaved();
  };
  const names = (): string => `${allCorrections().glossary.join('\n')}\n`;
  const copyNames = async (): Promise<void> => {
    const isCopied = await copyText(names());
    say(isCopied ? `Copied: add them to ${GLOSSARY} in the course.` : 'The browser refused to copy.');
  };
  // Always a download: writing to an existing glossary would lose its content.
  const downloadNames = (): void => {
    saveFile(GLOSSARY, names());
    say(`Put ${GLOSSARY} into the course, or add its lines to the one already there.`);
  };
  return (
    <aside class="save-bar" aria-label="Corrections">
      <span role="status">{said || status(count, isSaved, isKept)}</span>
      <button type="button" class={isSaved ? '' : 'main'} onClick={() => void save()}>
        Save {NAME}
      </button>
      {allCorrections().glossary.length > 0 && (
        <>
          <button type="button" onClick={downloadNames}>
            Download {GLOSSARY}
          </button>
          <button type="button" onClick={() => void copyNames()}>
            Copy the names
          </button>
        </>
      )}
    </aside>
  );
};

const status = (count: number, isSaved: boolean, isKept: boolean): string => {
  const corrections = `${count} correction${count === 1 ? '' : 's'}`;
  if (isSaved) return `${corrections} saved. Put ${NAME} beside index.html and run: npx uploader page FOLDER`;
  return isKept
    ? `${corrections} in this browser only.`
    : `${corrections}, but this browser cannot keep them: save them before you close the page.`;
};
