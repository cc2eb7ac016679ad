// Says that corrections are in this browser alone, and saves them as corrections.json.
import { useState } from 'preact/hooks';
import { copyText, saveFile } from '../save.ts';
import { allCorrections, fileText, markSaved, useDraft } from './state.ts';

const NAME = 'corrections.json';
const GLOSSARY = 'glossary.txt';

/** Of the File System Access API, which not every browser has: so much of it is used. */
type FileHandle = {
  createWritable: () => Promise<{ write: (text: string) => Promise<void>; close: () => Promise<void> }>;
};
type Picker = (options: object) => Promise<FileHandle>;

/** Chosen once, and written again from then on. */
let handle: FileHandle | undefined;

/** @returns false where somebody closed the dialog without choosing a place. */
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
    // The folder may be read-only, or gone; a download works everywhere.
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
  // Never over one that is there: what is in it would be lost.
  const downloadNames = (): void => {
    saveFile(GLOSSARY, names());
    say(`Put ${GLOSSARY} into the course, or add its lines to the one that is there.`);
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
            Copy its names
          </button>
        </>
      )}
    </aside>
  );
};

const status = (count: number, isSaved: boolean, isKept: boolean): string => {
  const corrections = `${count} correction${count === 1 ? '' : 's'}`;
  if (isSaved) return `${corrections} saved. With ${NAME} beside index.html, run: npx uploader page FOLDER`;
  return isKept
    ? `${corrections} in this browser only.`
    : `${corrections} that this browser does not keep: save them before you close the page.`;
};
