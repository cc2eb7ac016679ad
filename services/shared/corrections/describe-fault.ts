// Says what is wrong in a corrections.json that was written by hand: in which entry, lecture and words.
import { z } from 'zod';

/** The fields that identify an entry. */
const Words = z.array(z.string()).optional().catch(undefined);
const Entry = z
  .object({ lecture: z.string().optional().catch(undefined), heard: Words, written: Words })
  .catch({ lecture: undefined, heard: undefined, written: undefined });
const File = z.object({ corrections: z.array(Entry) });

/**
 * `entry 3 (week1/lesson1/video1, "Cooper Netties" to "Kubernetes"), start: expected number, received string`
 * @param json that is not a corrections file.
 */
export const describeFault = (json: unknown, { issues: [issue] }: z.ZodError): string => {
  const path = issue?.path ?? [];
  const what = issue?.message.replace(/^Invalid input: /, '') ?? '';
  const [list, index, ...field] = path;
  if (list !== 'corrections' || typeof index !== 'number')
    return `${path.join('.') || 'the whole file'}: ${what}`;
  const { lecture, heard, written } = File.safeParse(json).data?.corrections[index] ?? {};
  const words = heard && written && `"${heard.join(' ')}" to "${written.join(' ')}"`;
  const which = [lecture, words].filter((part) => part !== undefined).join(', ');
  const entry = `entry ${index + 1}${which && ` (${which})`}`;
  return `${[entry, ...(field.length > 0 ? [field.join('.')] : [])].join(', ')}: ${what}`;
};
