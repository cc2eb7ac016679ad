// A course with oddities of real ones, and its page. Made once for each test file.
import { cp, mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { render } from '../../services/shared/captions/render.ts';
import type { Transcript } from '../../services/shared/contracts/transcript.ts';
import { loadApp } from '../../services/shared/page/load-app.ts';
import { publishPage } from '../../services/shared/page/publish-page.ts';
import { openPageFolder } from '../../services/uploader/page/folder-store.ts';
import { temporaryFolder } from '../fixtures/temporary-folder.ts';
import { transcriptOf } from '../fixtures/transcript.ts';

const ROOT = join(import.meta.dirname, '../..');
const SOUNDTRACK = join(ROOT, 'samples/speech/jfk.mp3');
const VIDEO = join(ROOT, 'samples/course/week2/lesson1/video1.mp4');

export const HOSTILE = '"><img src=x onerror=window.hacked=1>';

const video = (from: number): string =>
  Array.from({ length: 120 }, (_, index) => `w${from + index}`).join(' ');

/** A name without a place for a line break. */
export const LONG = `week2/${'long'.repeat(30)}`;

const film = transcriptOf('week1/lesson1/video4', 'moving pictures');

/** The sample's video lasts 63 s, and each word half a second. */
const LECTURES: Parameters<typeof transcriptOf>[] = [
  ['week1/lesson1/video1', `photosynthesis ${video(1)}`],
  [
    'week1/lesson1/video2',
    'The chloroplast turns light into energy and the well-known naïve Müller says so',
    {
      probabilities: [1, 0.1, 0.2],
      coverage: { speechSeconds: 30, coveredSeconds: 18, ratio: 0.6, gaps: [{ start: 3, end: 15 }] },
    },
  ],
  ['week1/lesson1/video3', 'A (chloroplast) is green, and chloroplasts are too; so a chloroplast, they say.'],
  [
    `week1/lesson2/${HOSTILE}`,
    '<script>window.hacked=1</script> <img/src=x/onerror=window.hacked=1> & "quoted"',
  ],
  ['week2/中文 #1 50%?/一 🎓', '我们今 天学习 光合作用', { language: 'zh' }],
  [LONG, `${'a'.repeat(200)} light`],
  ['week2/thai', 'วันนี้เราเรียน การสังเคราะห์แสง', { language: 'th' }],
  ['week2/عربي', 'اليوم نتعلم عن التمثيل الضوئي', { language: 'ar' }],
  ['week2/silent', '', { nothingHeard: 'nobody speaks' }],
];
for (let number = 1; number <= 200; number += 1)
  LECTURES.push([`week3/video${number}`, `lecture ${number} is about unit${number}`]);
const transcripts: Record<string, Transcript> = {
  'week1/lesson1/video4': { ...film, source: { ...film.source, key: 'week1/lesson1/video4.avi' } },
  ...Object.fromEntries(LECTURES.map((lecture) => [lecture[0], transcriptOf(...lecture)])),
};

/** Only the videos of week 1 exist, beside the folder of the transcripts. */
export const makeCourse = async () => {
  const base = temporaryFolder('page-');
  const folder = join(base, `it's "a" course #1 50% 🎓`);
  const videos = join(base, 'videos #1 100%');
  for (const [name, transcript] of Object.entries(transcripts)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    for (const [format, text] of Object.entries(render(transcript)))
      await writeFile(join(folder, `${name}.${format}`), text);
  }
  await writeFile(join(folder, 'week2/torn.json'), '{"source":');
  for (const name of ['week1/lesson1/video1', `week1/lesson2/${HOSTILE}`]) {
    await mkdir(dirname(join(videos, name)), { recursive: true });
    await cp(VIDEO, join(videos, `${name}.mp4`));
  }
  await cp(SOUNDTRACK, join(videos, 'week1/lesson1/video4.mp3'));
  await writeFile(join(videos, 'week1/lesson1/video4.avi'), 'nothing that a browser plays');
  const made = await publishPage(openPageFolder(folder), {
    app: await loadApp(ROOT),
    title: 'Botany & <b>Light</b>',
    media: (name) =>
      name.startsWith('week1/')
        ? `../videos #1 100%/${name}.${name.endsWith('video4') ? 'avi' : 'mp4'}`
        : undefined,
    failed: [{ name: 'week1/lesson3/video1.mp4', reason: 'It is not a video.' }],
  });
  return { made, base, videos, folder, url: pathToFileURL(join(folder, 'index.html')).href };
};
