// A failed video beside its name: in the closing lines of a run, and on the course page.

/** Most messages begin with the key: `a.mp4 has no soundtrack.` is `It has no soundtrack.` beside the name. */
export const problemOf = (key: string, message: string): { name: string; reason: string } => ({
  name: key,
  reason: message.startsWith(`${key} `) ? `It${message.slice(key.length)}` : message,
});
