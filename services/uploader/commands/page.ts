// `uploader page DIR`: makes the course page for a folder of transcripts, with all corrections.
import { defineFolderCommand } from './folder-command.ts';
import { refreshFolder } from './refresh-folder.ts';

export const pageCommand = defineFolderCommand({
  name: 'page',
  summary: 'make the course page for a folder of transcripts',
  description: 'Applies corrections.json to a folder of transcripts, and makes its course page.',
  addFlags: (command) => command,
  act: (options, deps) => refreshFolder({ ...options, mustCorrect: false }, deps),
});
