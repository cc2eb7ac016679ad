// Models as people call them.

/** `base.en-q8_0`: a size, whether it knows English only, and how its numbers are kept, which nobody hears. */
const WHISPER = /^((?:tiny|base|small|medium|large)(?:-v\d)?(?:-turbo)?)(\.en)?(?:-q\d_\w+)?$/;

/** A model of another name is left as it is. */
export const nameOfModel = (name: string): string => {
  const [, size, isEnglish] = WHISPER.exec(name) ?? [];
  return size === undefined ? name : `Whisper ${size}${isEnglish ? ' for English' : ''}`;
};
