// `uploader correct DIR`: corrections.json, and edits by hand, put into txt, srt, vtt and json of a folder of transcripts.

import { noPageOption } from './flags.ts';
import { defineFolderCommand } from './folder-command.ts';
import { refreshFolder } from './refresh-folder.ts';

export const correctCommand = defineFolderCommand({
  name: 'correct',
  summary: 'put corrections.json into a folder of transcripts',
  description:
    'Puts corrections.json, and what was edited by hand, into txt, srt, vtt and json, and makes the page anew.',
  addFlags: (command) => command.addOption(noPageOption()),
  act: (options, deps) => refreshFolder({ ...options, mustCorrect: true }, deps),
});
