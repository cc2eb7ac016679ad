// `uploader correct DIR`: applies corrections.json and edits by hand to the txt, srt, vtt and json files of a folder.

import { noPageOption } from './flags.ts';
import { defineFolderCommand } from './folder-command.ts';
import { refreshFolder } from './refresh-folder.ts';

export const correctCommand = defineFolderCommand({
  name: 'correct',
  summary: 'apply corrections.json to a folder of transcripts',
  description: 'Applies corrections.json and your edits to txt, srt, vtt and json, and makes the page again.',
  addFlags: (command) => command.addOption(noPageOption()),
  act: (options, deps) => refreshFolder({ ...options, mustCorrect: true }, deps),
});
