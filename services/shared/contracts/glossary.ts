// Names and terms of a course: what its glossary.txt files say is part of each prompt at and below their folder.
//   # one term a line
//   Kubernetes
//   Ana Müller
import type { Options } from './steps.ts';

export const GLOSSARY = 'glossary.txt';

/** `week1/lesson1/video1.mp4` lies in `''`, `week1/` and `week1/lesson1/`. */
export const foldersOf = (key: string): string[] => {
  const parts = key.split('/').slice(0, -1);
  return ['', ...parts.map((_, index) => `${parts.slice(0, index + 1).join('/')}/`)];
};

export const parseTerms = (text: string): string[] =>
  text
    .split('\n')
    // A byte order mark counts as space, too.
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));

/**
 * The prompt of one video: the user's own words, then the terms of its folders from the outermost on.
 * @param glossaries terms by folder.
 */
export const withTerms = (wanted: Options, key: string, glossaries: Map<string, string[]>): Options => {
  const terms = foldersOf(key).flatMap((folder) => glossaries.get(folder) ?? []);
  const prompt = [wanted.prompt ?? '', terms.join(', ')].filter((part) => part !== '').join(' ');
  return prompt === '' ? wanted : { ...wanted, prompt };
};
