// Operating system limits for a child process that reads an untrusted file: memory, processor time, file size.
// process.ts limits the wall-clock time.

export type Limits = {
  /** Address space, if the system can limit it (Linux, not macOS). */
  memoryBytes: number;
  cpuSeconds: number;
  /** For each file that it writes. */
  fileBytes: number;
};

/** The unit of -f in POSIX, which dash, busybox and bash, when called sh, keep to. */
const BLOCK_BYTES = 512;

/** From SIGXCPU, which tells the reason, to SIGKILL, for a child that catches it, like ffmpeg. */
const GRACE_SECONDS = 5;

// Only -v may fail: macOS's sh does not support it. `exec` makes signals and exit codes the child's own.
// Debian's ffmpeg loads OpenBLAS, which takes 136 MB of address space per core and hangs if it gets none; glibc takes
// 64 MB for each of ffmpeg 7's threads.
const SCRIPT = [
  'ulimit -c 0 && ulimit -f "$1" && ulimit -S -t "$2" && ulimit -H -t "$3" || exit 125',
  'ulimit -v "$4" 2>/dev/null || :',
  'shift 4',
  'export OPENBLAS_NUM_THREADS=1 MALLOC_ARENA_MAX=1',
  'exec "$@"',
].join('\n');

/**
 * The call that runs `command` under these limits. How it ends tells which one it reached:
 *   memory  up to the program: ffmpeg says "Cannot allocate memory" (exit code 1 or 244) or, for a thread, "Resource
 *           temporarily unavailable" (245), or crashes
 *   time    SIGXCPU, exit code 255 of ffmpeg; SIGKILL if it continues
 *   file    SIGXFSZ
 * The shell itself exits with 127 if there is no such command, and with 125 if this process has lower limits itself.
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
