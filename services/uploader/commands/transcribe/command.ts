// `uploader <dir>`, the command without a name.
import { z } from 'zod';
import { EXIT } from '../../failures/exit-codes.ts';
import { readSources } from '../../settings/sources.ts';
import type { UploaderCommand } from '../command.ts';
import { addTranscribeFlags, transcribeOptions } from './flags.ts';
import { transcribeCourse } from './transcribe.ts';

export const transcribeCommand: UploaderCommand = {
  name: 'transcribe',
  summary: '',
  description: 'Transcribes a folder of course videos: week<number>/lesson<number>/video<number>.mp4',
  argument: {
    name: '<dir>',
    description: 'the course folder (write ./status if it has the name of a command)',
  },
  exitCodes: Object.values(EXIT),
  addFlags: addTranscribeFlags,
  parse: (dir, flags) => {
    const options = transcribeOptions(z.string().parse(dir), flags);
    const { stack, profile, region, model } = options;
    return {
      ...{ command: 'transcribe', options },
      act: async (deps) =>
        transcribeCourse(options, { ...deps, sources: await readSources({ stack, profile, region, model }) }),
    };
  },
};
