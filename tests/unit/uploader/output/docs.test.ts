// docs/uploading.md lists the events and exit codes that the uploader has.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { MEANINGS } from '../../../../services/uploader/failures/exit-codes.ts';
import { Event } from '../../../../services/uploader/output/events.ts';

const text = readFileSync(join(import.meta.dirname, '../../../../docs/uploading.md'), 'utf8');
const examples = text.split('\n').filter((line) => line.startsWith('{"type"'));

/** The type of an event, with the phase of progress. */
const kindOf = (event: Event): string => ('phase' in event ? `${event.type} ${event.phase}` : event.type);

describe('docs/uploading.md', () => {
  it.each(examples)('has a complete example that matches the schema: %s', (line) => {
    const example = JSON.parse(line);

    expect(Event.parse(example)).toEqual(example);
  });

  it('has an example of each event', () => {
    const shown = new Set(examples.map((line) => kindOf(Event.parse(JSON.parse(line)))));
    const known = Event.options.flatMap(({ shape }) => {
      const phases = 'phase' in shape ? phasesOf(shape.phase) : [''];
      return phases.map((phase) => `${shape.type.value} ${phase}`.trim());
    });

    expect([...shown].toSorted()).toEqual([...new Set(known)].toSorted());
  });

  it.each(Object.entries(MEANINGS))('has the exit code %i', (code, meaning) => {
    expect(text).toContain(`| ${code} | ${meaning} |`);
  });
});

const phasesOf = (phase: { def: { type: string } } & object): string[] => {
  if ('options' in phase && Array.isArray(phase.options)) return phase.options.map(String);
  return 'value' in phase ? [String(phase.value)] : [];
};
