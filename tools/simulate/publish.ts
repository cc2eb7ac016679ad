// What it takes to make the course page of a run in which all videos are new: one call of Publish at the end.
import { LISTING, PUBLISH } from './measured.ts';
import { QUOTAS } from './quotas.ts';
import type { SimulationSettings } from './settings.ts';

type Course = Pick<SimulationSettings, 'videos' | 'minutes'>;

/** The S3 requests if each lecture is in its own folder, which makes the most files. Publish lists once more at the end. */
export const publishRequests = ({ videos }: Course) => {
  const lists = 2 * Math.ceil((videos * PUBLISH.keysAVideo) / 1_000);
  return { gets: videos, puts: videos + 4, lists };
};

/** The time if every lecture of the course is new; without lectures, the time for listing. */
export const publishSeconds = (course: Course, memoryMegabytes: number): number => {
  const { puts, gets, lists } = publishRequests(course);
  const vcpus = Math.min(1, memoryMegabytes / QUOTAS.lambda.megabytesAVcpu);
  const computing = ((course.videos * course.minutes) / 60) * (PUBLISH.cpuSecondsAnHour / vcpus);
  const waiting = PUBLISH.requestSeconds * (gets / PUBLISH.readsAtOnce + puts);
  return computing + waiting + lists * LISTING.pageSeconds;
};

export const publishMegabytes = ({ videos }: Course): number =>
  PUBLISH.megabytes + (videos / 1_000) * PUBLISH.megabytesAThousand;
