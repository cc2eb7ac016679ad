// Describes a failed video next to its name, in the closing lines of a run and on the course page.

/** Most messages begin with the key: next to the name, `a.mp4 has no soundtrack.` becomes `It has no soundtrack.` */
export const problemOf = (key: string, message: string): { name: string; reason: string } => ({
  name: key,
  reason: message.startsWith(`${key} `) ? `It${message.slice(key.length)}` : message,
});
