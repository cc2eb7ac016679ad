// Limits of the operating system for a child that reads a stranger's file: memory, processor time, size of a file.
// Not the limit of wall-clock time, which is process.ts's, and not what an end by a limit means.

export type Limits = {
  /** Of address space, where the system can limit it (Linux, not macOS). */
  memoryBytes: number;
  cpuSeconds: number;
  /** Of each file that it writes. */
  fileBytes: number;
};

/** What -f counts in: POSIX's unit. dash, busybox, and bash by the name of sh keep to it. */
const BLOCK_BYTES = 512;

/** From SIGXCPU, which says why it ends, to SIGKILL, for a child that catches it. ffmpeg does. */
const GRACE_SECONDS = 5;

// Only -v may fail: macOS's sh knows no such limit. `exec`, so that signals and exit codes are the child's own.
// Debian's ffmpeg loads OpenBLAS, which takes 136 MB of address space a core at its start and waits for ever where it
// gets none; glibc takes 64 MB for each of ffmpeg 7's threads.
const SCRIPT = [
  'ulimit -c 0 && ulimit -f "$1" && ulimit -S -t "$2" && ulimit -H -t "$3" || exit 125',
  'ulimit -v "$4" 2>/dev/null || :',
  'shift 4',
  'export OPENBLAS_NUM_THREADS=1 MALLOC_ARENA_MAX=1',
  'exec "$@"',
].join('\n');

/**
 * The call that runs `command` under these limits. Its end tells which one it met:
 *   memory  what the program makes of it: ffmpeg says "Cannot allocate memory" (exit code 1 or 244) or, of a thread, "Resource
 *           temporarily unavailable" (245), or crashes
 *   time    SIGXCPU, exit code 255 of ffmpeg; SIGKILL where it goes on
 *   file    SIGXFSZ
 * 127 is the shell's own: no such command. 125: the limits are above those that this process has itself.
 */
export const limited = (
  command: string,
  args: string[],
  limits: Limits,
  graceSeconds = GRACE_SECONDS,
): { command: string; args: string[] } => {
  const values = [
    Math.floor(limits.fileBytes / BLOCK_BYTES),
    Math.ceil(limits.cpuSeconds),
    Math.ceil(limits.cpuSeconds) + graceSeconds,
    Math.floor(limits.memoryBytes / 1_024),
  ];
  return { command: '/bin/sh', args: ['-c', SCRIPT, 'sh', ...values.map(String), command, ...args] };
};
