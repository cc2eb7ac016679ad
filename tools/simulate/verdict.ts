// Interprets a simulation: what fails, what the run waits for, what is nearest to its limit.
import { type Resource, shareOf } from './resource.ts';
import type { Simulation } from './simulation.ts';

/** The run waits for a resource that is in use for this share of it. */
const BUSY_SHARE = 0.9;

export type Verdict = {
  /** Hard limits that are exceeded: the run, or videos of it, would fail. */
  broken: Resource[];
  /** What the run waits for; undefined if videos run one after the other without waiting. */
  bottleneck?: Resource;
  /** The next hard limit. */
  nearest?: Resource;
};

export const judge = ({ resources, failed }: Pick<Simulation, 'resources' | 'failed'>): Verdict => {
  const hard = resources
    .filter(({ isHard }) => isHard)
    .toSorted((one, other) => shareOf(other) - shareOf(one));
  const broken = hard.filter((resource) => shareOf(resource) > 1 || (failed > 0 && isSpent(resource)));
  const nearest = hard.find((resource) => !broken.includes(resource));
  const busy = resources.filter((resource) => (resource.busy ?? 0) >= BUSY_SHARE);
  // If a parameter fills a quota, the quota is the limit.
  const bottleneck = busy.find(({ lever }) => lever.startsWith('Service Quotas')) ?? busy[0];
  return { broken, ...(bottleneck && { bottleneck }), ...(nearest && { nearest }) };
};

/** The last attempt of a call is still allowed. */
const isSpent = (resource: Resource): boolean =>
  resource.name.startsWith('Attempts') && shareOf(resource) >= 1;
