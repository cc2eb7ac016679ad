// Writes docs/transcript.schema.json from the contract that the code parses transcripts with.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Transcript } from '../services/shared/contracts/transcript.ts';

const title = 'A transcript, its times in seconds from the start of the video';
const schema = { title, ...z.toJSONSchema(Transcript) };
await writeFile(
  join(import.meta.dirname, '../docs/transcript.schema.json'),
  `${JSON.stringify(schema, null, 2)}\n`,
);
