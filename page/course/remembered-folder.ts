// Remembers the folder that the user chose for the videos. Browsers without the File System Access API forget it with the
// page; the others may ask again for permission to read it.

/** The part of the API in use. */
type Permission = 'granted' | 'denied' | 'prompt';
export type FolderHandle = {
  name: string;
  values: () => AsyncIterable<FolderHandle | EntryHandle>;
  kind: 'directory';
  queryPermission?: (options: { mode: 'read' }) => Promise<Permission>;
  requestPermission?: (options: { mode: 'read' }) => Promise<Permission>;
};
type EntryHandle = { name: string; kind: 'file'; getFile: () => Promise<File> };

export type FolderPicker = (options: object) => Promise<FolderHandle>;

/** @returns undefined if the browser does not support it. */
export const folderPicker = (): FolderPicker | undefined =>
  (globalThis as { showDirectoryPicker?: FolderPicker }).showDirectoryPicker;

const STORE = 'folders';
/** All pages on one disk share their storage. */
const key = (): string => location.pathname;

const settled = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const withStore = async <T>(
  mode: IDBTransactionMode,
  act: (store: IDBObjectStore) => IDBRequest<T>,
): Promise<T> => {
  const request = indexedDB.open('course-page', 1);
  request.onupgradeneeded = () => request.result.createObjectStore(STORE);
  const database = await settled(request);
  try {
    return await settled(act(database.transaction(STORE, mode).objectStore(STORE)));
  } finally {
    database.close();
  }
};

/** @returns whether the browser keeps it. */
export const keepFolder = async (folder: FolderHandle): Promise<boolean> => {
  try {
    await withStore('readwrite', (store) => store.put(folder, key()));
    return true;
  } catch {
    return false;
  }
};

/** @returns undefined if no folder is remembered. */
export const recallFolder = async (): Promise<FolderHandle | undefined> => {
  try {
    return await withStore<FolderHandle | undefined>('readonly', (store) => store.get(key()));
  } catch {
    return undefined;
  }
};

/** Whether the page may read the folder without asking. */
export const isOpen = async (folder: FolderHandle): Promise<boolean> =>
  (await folder.queryPermission?.({ mode: 'read' })) === 'granted';

/** Asks for permission, which browsers allow only during a click. */
export const openAgain = async (folder: FolderHandle): Promise<boolean> =>
  (await folder.requestPermission?.({ mode: 'read' })) === 'granted';

type FoundFile = { path: string; file: File };

/** Skips unreadable files. @param isWanted decides by name which files to open. */
export const filesOfFolder = async (
  folder: FolderHandle,
  isWanted: (name: string) => boolean,
  path = folder.name,
): Promise<FoundFile[]> => {
  const found: FoundFile[] = [];
  for await (const entry of folder.values()) {
    const below = `${path}/${entry.name}`;
    if (entry.kind === 'directory') found.push(...(await filesOfFolder(entry, isWanted, below)));
    else if (isWanted(entry.name)) {
      const file = await entry.getFile().catch(() => undefined);
      if (file) found.push({ path: below, file });
    }
  }
  return found;
};
