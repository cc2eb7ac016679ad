// Reads the environment of a function, once when it starts. The uploader has settings/.
import { z } from 'zod';

/**
 * Parses the environment with a schema of its variables.
 * @throws {Error} naming every variable that is missing or wrong.
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
