// `uploader page DIR`: makes the course page for a folder of transcripts, with all corrections.
import { defineFolderCommand } from './folder-command.ts';
import { refreshFolder } from './refresh-folder.ts';

export const pageCommand = defineFolderCommand({
  name: 'page',
  summary: 'make the course page of a folder of transcripts',
  description:
    'Makes the course page of a folder of transcripts, and puts its corrections.json into them first.',
  addFlags: (command) => command,
  act: (options, deps) => refreshFolder({ ...options, mustCorrect: false }, deps),
});
