// Formats a simulation: a summary, then Markdown tables for docs/cost-and-performance.md.

import { count } from '../../services/shared/text/quantities.ts';
import { QUOTAS } from './quotas.ts';
import { type Resource, shareOf } from './resource.ts';
import type { Simulation } from './simulation.ts';
import { judge } from './verdict.ts';

/** Resources with a smaller share are only in the JSON. */
const SHOWN_SHARE = 0.005;

export const formatSimulation = (simulation: Simulation): string =>
  `${answer(simulation)}\n${resourceTable(simulation.resources)}`;

const answer = (simulation: Simulation): string => {
  const { settings, seconds, dollars, transcribeDollars, chunks, failed, failures, run } = simulation;
  const { pageSeconds, pageDollars } = simulation;
  const { broken, bottleneck, nearest } = judge(simulation);
  const hours = (settings.videos * settings.minutes) / 60;
  const { memoryMegabytes, chunkMinutes, maxConcurrency, model, quality, lambdaConcurrency } = settings;
  const names = [...failures].map(([name, count]) => `${count} × ${name}`).join(', ');
  return [
    `${count(settings.videos, 'video')} of ${settings.minutes} min, ${count(chunks, 'chunk')} each: ${model}, ${quality}, TranscriberMemory ${memoryMegabytes}, ChunkMinutes ${chunkMinutes}, MaxConcurrency ${maxConcurrency}, ${number(lambdaConcurrency)} Lambda calls at once (quotas of ${QUOTAS.region}, ${QUOTAS.date}).`,
    '',
    `Time: ${duration(seconds)} for ${number(hours)} hours of video.`,
    `Cost: ${money(dollars)}, ${(dollars / hours).toFixed(4)} dollars an hour of video; Amazon Transcribe ${money(transcribeDollars)}.`,
    `Course page, all of it new: ${duration(pageSeconds)} of Publish and ${money(pageDollars)}, which is part of that.`,
    `Retries: ${number(run.counts.retries)}. Videos that fail: ${number(failed)}${names && ` (${names})`}.`,
    ...broken.map((resource) => `FAILS: ${inWords(resource)}`),
    bottleneck
      ? `Waits for: ${inWords(bottleneck)}`
      : 'Waits for: nothing but its longest video (TranscriberMemory, ChunkMinutes).',
    nearest ? `Next limit: ${inWords(nearest)}` : '',
    '',
  ].join('\n');
};

const inWords = (resource: Resource): string =>
  `${resource.name}: ${number(resource.peak)} of ${number(resource.limit)}, ${percent(shareOf(resource))}. What moves it: ${resource.lever}.`;

const resourceTable = (resources: Resource[]): string => {
  const shown = resources
    .filter((resource) => shareOf(resource) >= SHOWN_SHARE)
    .toSorted((one, other) => shareOf(other) - shareOf(one));
  const rows = shown.map((resource) => [
    resource.name,
    number(resource.peak),
    number(resource.limit),
    percent(shareOf(resource)),
    resource.isHard ? 'fails' : 'waits',
    resource.lever,
  ]);
  const head = ['resource', 'peak', 'limit', 'share', 'over it', 'what moves it'];
  const rule = ['---', '---:', '---:', '---:', '---:', '---'];
  return [head, rule, ...rows].map((line) => `| ${line.join(' | ')} |\n`).join('');
};

const number = (value: number): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: value < 100 ? 1 : 0 });
const percent = (share: number): string => `${(share * 100).toFixed(share < 0.1 ? 1 : 0)} %`;
const money = (dollars: number): string => `$${dollars < 100 ? dollars.toFixed(2) : number(dollars)}`;

const duration = (seconds: number): string => {
  if (seconds < 600) return `${seconds.toFixed(0)} s`;
  if (seconds < 3 * 3_600) return `${(seconds / 60).toFixed(0)} min`;
  return seconds < 3 * 24 * 3_600
    ? `${(seconds / 3_600).toFixed(1)} h`
    : `${(seconds / 86_400).toFixed(1)} days`;
};
