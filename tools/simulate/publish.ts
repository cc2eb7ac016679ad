// What the course page of a run takes when all of its videos are new: Publish, called once by the run's end.
import { LISTING, PUBLISH } from './measured.ts';
import { QUOTAS } from './quotas.ts';
import type { SimulationSettings } from './settings.ts';

type Course = Pick<SimulationSettings, 'videos' | 'minutes'>;

/** Of S3, each lecture in a folder of its own: the most that there are to write. It lists once more when all is written. */
export const publishRequests = ({ videos }: Course) => {
  const lists = 2 * Math.ceil((videos * PUBLISH.keysAVideo) / 1_000);
  return { gets: videos, puts: videos + 4, lists };
};

/** Where every lecture of the course is new; without any, what listing takes is left. */
export const publishSeconds = (course: Course, memoryMegabytes: number): number => {
  const { puts, gets, lists } = publishRequests(course);
  const vcpus = Math.min(1, memoryMegabytes / QUOTAS.lambda.megabytesAVcpu);
  const computing = ((course.videos * course.minutes) / 60) * (PUBLISH.cpuSecondsAnHour / vcpus);
  const waiting = PUBLISH.requestSeconds * (gets / PUBLISH.readsAtOnce + puts);
  return computing + waiting + lists * LISTING.pageSeconds;
};

export const publishMegabytes = ({ videos }: Course): number =>
  PUBLISH.megabytes + (videos / 1_000) * PUBLISH.megabytesAThousand;
