// Types for the parts of two parsers that the tests use. W3C's parser has no types. TypeScript's "nodenext" does not
// find those of media-captions, because they import each other without file extensions.
declare module 'webvtt-parser' {
  export type Node = { type: string; value?: string; children?: Node[] };
  export type VttCue = { startTime: number; endTime: number; text: string; tree: Node };
  export class WebVTTParser {
    constructor(entities: Record<string, string>);
    parse(input: string, mode?: string): { cues: VttCue[]; errors: { message: string; line: number }[] };
  }
}

declare module 'media-captions' {
  export type PlayerCue = { startTime: number; endTime: number; text: string };
  export const parseText: (
    text: string,
    options: { type: 'srt' | 'vtt'; strict: boolean },
  ) => Promise<{ cues: PlayerCue[] }>;
}
