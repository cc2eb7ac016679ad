// The local engine, with the voice detection model that ships with the project.
import { type EngineOptions, makeEngine } from '../services/transcriber/engine/engine.ts';
import { VAD_MODEL } from './template.ts';

export const openEngine = (options: Omit<EngineOptions, 'vadModelPath'>) =>
  makeEngine({ ...options, vadModelPath: VAD_MODEL });
