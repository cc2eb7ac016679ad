// Names and terms of a course: a glossary.txt file adds them to the prompts of all videos in and below its folder.
//   # one term a line
//   Kubernetes
//   Ana Müller
import type { Options } from './steps.ts';

export const GLOSSARY = 'glossary.txt';

/** `week1/lesson1/video1.mp4` is in `''`, `week1/` and `week1/lesson1/`. */
export const foldersOf = (key: string): string[] => {
  const parts = key.split('/').slice(0, -1);
  return ['', ...parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`)];
};

export const parseTerms = (text: string): string[] =>
  text
    .split('\n')
    // trim() also removes a byte order mark.
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/**
 * The prompt of one video: the user's prompt, then the terms of its folders, the outermost first.
 * @param glossaries terms by folder.
 */
export const withTerms = (wanted: Options, key: string, glossaries: Map<string, string[]>): Options => {
  const terms = foldersOf(key).flatMap((folder) => glossaries.get(folder) ?? []);
  const prompt = [wanted.prompt ?? '', terms.join(', ')].filter((part) => part !== '').join(' ');
  return prompt === '' ? wanted : { ...wanted, prompt };
};
