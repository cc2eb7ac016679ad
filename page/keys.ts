// The player's keys, which are YouTube's.

/** Whether the key belongs to a text field or to the browser. */
export const isTyping = ({ target, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean =>
  ctrlKey ||
  metaKey ||
  altKey ||
  (target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], dialog') !== null);

/** A focused button uses space and Enter. */
const belongsToTarget = ({ target, key }: KeyboardEvent): boolean =>
  target instanceof HTMLElement &&
  target.closest('button, a, summary') !== null &&
  (key === ' ' || key === 'Enter');

const STEP_SECONDS = 10;
const SMALL_STEP_SECONDS = 5;
const VOLUME_STEP = 0.05;
export const SPEEDS = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2, 2.5, 3];

const togglePlay = (video: HTMLMediaElement): void => {
  if (video.paused) void video.play().catch(() => undefined);
  else video.pause();
};

export const step = (video: HTMLMediaElement, seconds: number): void => {
  video.currentTime = Math.max(0, Math.min(video.currentTime + seconds, video.duration || 0));
};

const changeSpeed = (video: HTMLMediaElement, by: number): void => {
  const next = SPEEDS.indexOf(video.playbackRate) + by;
  video.playbackRate = SPEEDS[Math.max(0, Math.min(next, SPEEDS.length - 1))] ?? 1;
};

const changeVolume = (video: HTMLMediaElement, by: number): void => {
  video.volume = Math.max(0, Math.min(1, video.volume + by));
};

const toggleFullscreen = (video: HTMLMediaElement): void => {
  if (document.fullscreenElement) void document.exitFullscreen();
  else void video.requestFullscreen?.().catch(() => undefined);
};

const toggleCaptions = ({ textTracks: [track] }: HTMLMediaElement): void => {
  if (track) track.mode = track.mode === 'showing' ? 'hidden' : 'showing';
};

const ACTIONS: Record<string, (video: HTMLMediaElement) => void> = {
  ' ': togglePlay,
  k: togglePlay,
  j: (video) => step(video, -STEP_SECONDS),
  l: (video) => step(video, STEP_SECONDS),
  ArrowLeft: (video) => step(video, -SMALL_STEP_SECONDS),
  ArrowRight: (video) => step(video, SMALL_STEP_SECONDS),
  '<': (video) => changeSpeed(video, -1),
  '>': (video) => changeSpeed(video, 1),
  m: (video) => {
    video.muted = !video.muted;
  },
  c: toggleCaptions,
  f: toggleFullscreen,
  '-': (video) => changeVolume(video, -VOLUME_STEP),
  '+': (video) => changeVolume(video, VOLUME_STEP),
};

/** @returns whether the player handled the key. */
export const pressKey = (event: KeyboardEvent, video: HTMLMediaElement): boolean => {
  if (isTyping(event) || belongsToTarget(event)) return false;
  const digit = /^\d$/.test(event.key) ? Number(event.key) : undefined;
  if (digit !== undefined) video.currentTime = ((video.duration || 0) * digit) / 10;
  else if (ACTIONS[event.key]) ACTIONS[event.key]?.(video);
  else return false;
  event.preventDefault();
  return true;
};
