// The environment of a function, read once when it starts. Not for the uploader, which has `destination.ts`.
import { z } from 'zod';

/**
 * Parses the environment with a schema of its variables.
 * @throws {Error} that names every variable that is missing or wrong.
 */
export const readEnv = <Shape extends z.ZodRawShape>(
  shape: Shape,
  env = process.env,
): z.infer<z.ZodObject<Shape>> => {
  const parsed = z.object(shape).safeParse(env);
  if (parsed.success) return parsed.data;
  const wrong = parsed.error.issues.map((issue) => `${issue.path.join('.')} (${issue.message})`);
  throw new Error(`Environment of this function: ${wrong.join(', ')}`);
};
