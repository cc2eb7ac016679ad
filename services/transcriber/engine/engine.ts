// ffmpeg, the speech detector and Whisper as one engine. This is the part of the transcriber that runs programs.
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { asEngineFault, EngineFailed } from '../../shared/contracts/errors.ts';
import type { Options } from '../../shared/contracts/steps.ts';
import type {
  EngineIdentity,
  EngineSettings,
  Segment,
  Span,
  Word,
} from '../../shared/contracts/transcript.ts';
import { type DecodeOptions, decode } from '../../shared/media/decode.ts';
import { probe } from '../../shared/media/ffmpeg.ts';
import { BYTES_PER_SECOND } from '../../shared/media/pcm.ts';
import { readHeader } from '../../shared/models/header.ts';
import { settingsOf } from '../../shared/models/settings.ts';
import { sumOf } from '../../shared/models/verify.ts';
import { madeOnce } from '../../shared/system/made-once.ts';
import type { Sink } from '../../shared/system/process.ts';
import { withoutMarks } from '../words/marks.ts';
import { fromWords, joinStretches } from '../words/seams.ts';
import { makePool } from './pool.ts';
import type { EngineAnswer, EngineJob } from './protocol.ts';
import { toSegments } from './segments.ts';
import type { AskOptions } from './worker.ts';

/** The version that `transcribe-engine` reports (native/protocol/answers.cpp). Transcripts name it. */
const VERSION = 'transcribe-engine 1.0.0';

/** The longest window that Whisper hears. */
export const WINDOW_SECONDS = 30;

export type EngineOptions = {
  modelPath: string;
  vadModelPath: string;
  /** How many processes run at once; one for each core by default. */
  workers?: number | undefined;
  /** Ends every program that is running. */
  signal?: AbortSignal | undefined;
  /** Called once for each feature that is missing here: the engine works without it, but somebody should know. */
  warn?: (message: string) => void;
};

export type Engine = ReturnType<typeof makeEngine>;

export type Attempt = {
  /** The sound was heard before and left doubts; this takes longer and tells nothing about the engine's rate. */
  isAgain?: boolean;
  timeoutMs?: number | undefined;
  /** If true, `[Music]` and other such marks stay among the words. */
  keepsMarks?: boolean;
  /** The part of the soundtrack, such as "600-655.5", for the message when the engine crashes. */
  place?: string;
};

export type Detection = { language: string; probability: number };

/** Makes the engine of a Node.js process. Whoever asks, it runs at most one program per worker at once. */
export const makeEngine = ({
  modelPath,
  vadModelPath,
  workers = availableParallelism(),
  signal,
  warn = () => {},
}: EngineOptions) => {
  const pool = makePool({ modelPath, vadModelPath, workers, signal, warn });
  const identify = madeOnce(() => identityOf(modelPath));
  const rates = new Map<number, number>();
  const tokens = new Map<string, Promise<number>>();

  /** @throws {EngineFailed} also if the engine answers that it cannot do the job. */
  const ask = async (what: string, job: EngineJob, sound?: Buffer, options?: AskOptions) => {
    const { answers, seconds } = await pool.ask(job, sound, options).catch((error) => {
      throw asEngineFault(what, error);
    });
    const last = answers.at(-1);
    if (last?.type === 'error') throw new EngineFailed(`${what} (${last.message}, ${last.name})`);
    return { answers, seconds };
  };

  const countTokens = async (prompt: string): Promise<number> => {
    const { answers } = await ask('A prompt could not be counted', { type: 'tokens', prompt });
    return ofType(answers, 'tokens')[0]?.count ?? 0;
  };

  return {
    workers,
    /** Ends everything that the engine runs. */
    signal,
    /** The engine and the settings, as a transcript that was made with these options names them. */
    identity: async (wanted: Options): Promise<EngineIdentity> => {
      const { multilingual, ...identity } = await identify();
      return { ...identity, settings: settingsOf(wanted, identity.model.name, multilingual) };
    },
    /** All chunks of a video have the same prompt, so each is counted once. */
    countTokens: async (prompt: string): Promise<number> => {
      if (prompt === '') return 0;
      const counted = tokens.get(prompt) ?? countTokens(prompt);
      tokens.set(prompt, counted);
      counted.catch(() => tokens.delete(prompt));
      return counted;
    },
    probe: (video: string, key: string) => probe(video, key, { signal }),
    /** Takes no worker, because it waits for the speech detector, which needs one. */
    decode: (video: string, key: string, sink: Sink, wanted: DecodeOptions) => {
      // They load their model while ffmpeg starts.
      pool.warm();
      return decode(video, key, sink, { signal, ...wanted });
    },
    /** Finds where somebody speaks, in seconds of the sound. @param sound 16-bit samples, mono, 16 kHz. */
    findSpeech: async (sound: Buffer, threshold: number): Promise<Span[]> => {
      const { answers } = await ask('The speech detector failed', { type: 'speech', threshold }, sound);
      return ofType(answers, 'speech').flatMap(({ speech }) => speech);
    },
    /** Finds the language of the first 30 s of a sound. */
    detectLanguage,
    /** Transcribes with one thread; the segments' times are seconds of the sound. */
    transcribe: async (
      sound: Buffer,
      { beamSize, language, translate, prompt }: EngineSettings,
      { isAgain, timeoutMs, keepsMarks = false, place = '' }: Attempt = {},
    ): Promise<Segment[]> => {
      const job = { type: 'transcribe', beams: beamSize, language, translate, prompt } as const;
      const { answers, seconds } = await ask(`The engine could not hear ${place}`, job, sound, { timeoutMs });
      const windows = ofType(answers, 'window').map(({ start, end, words }) => {
        return { start, end, segments: fromWords(spoken(words, keepsMarks)) };
      });
      const words = joinStretches(windows).flatMap((segment) => segment.words);
      const heard = sound.length / BYTES_PER_SECOND;
      // The shortest sound takes a third of a whole window's time, one of half a window two thirds.
      const rate = seconds / Math.max(heard, (WINDOW_SECONDS + 2 * heard) / 3);
      if (!isAgain) rates.set(beamSize, rate);
      return toSegments(words);
    },
    /** Seconds that one worker last took for a second of sound at this quality; undefined before the first job. */
    rate: ({ beamSize }: Pick<EngineSettings, 'beamSize'>) => rates.get(beamSize),
    modelBytes: async () => (await stat(modelPath)).size,
    close: pool.close,
  };

  async function detectLanguage(sound: Buffer): Promise<Detection> {
    const { answers } = await ask('The language could not be found', { type: 'language' }, sound);
    const [found] = ofType(answers, 'language');
    if (!found) throw new EngineFailed('The language could not be found: the engine named none');
    return { language: found.language, probability: found.probability };
  }
};

const ofType = <T extends EngineAnswer['type']>(answers: EngineAnswer[], type: T) =>
  answers.filter((answer): answer is Extract<EngineAnswer, { type: T }> => answer.type === type);

/** Marks are looked for within one window, because no mark spans two. */
const spoken = (words: Word[], keepsMarks: boolean): Word[] => (keepsMarks ? words : withoutMarks(words));

const identityOf = async (modelPath: string) => {
  const { multilingual } = await readHeader(modelPath);
  const sha256 = await sumOf(modelPath, 'sha256');
  const name = basename(modelPath, '.bin').replace(/^ggml-/, '');
  return { version: VERSION, model: { name, sha256 }, multilingual };
};
