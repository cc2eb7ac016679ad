// Model names for people.

/** `base.en-q8_0`: size, English only, and quantization, which makes no audible difference. */
const WHISPER = /^((?:tiny|base|small|medium|large)(?:-v\d)?(?:-turbo)?)(\.en)?(?:-q\d_\w+)?$/;

/** @returns other names unchanged. */
export const nameOfModel = (name: string): string => {
  const [, size, isEnglish] = WHISPER.exec(name) ?? [];
  return size === undefined ? name : `Whisper ${size}${isEnglish ? ' for English' : ''}`;
};
