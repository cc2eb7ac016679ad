// The current view, as the part of the address after #. Names are escaped part by part, to keep the address readable.
//   #/                                   the course
//   #/week1/lesson1/video1?t=83.2        a lecture, at a time
//   #/?q=photosynthesis                  a search
//   #/?doubts                            places to check

export type Route =
  | { view: 'course' }
  | { view: 'doubts' }
  | { view: 'search'; query: string }
  | { view: 'lecture'; name: string; time?: number };

/** Ignores what it cannot parse, since people mistype addresses. */
export const parseRoute = (hash: string): Route => {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split(/\?(.*)/s);
  const parameters = new URLSearchParams(search);
  if (path !== '') {
    const time = Number(parameters.get('t') ?? Number.NaN);
    const name = path.split('/').map(decode).join('/');
    return { view: 'lecture', name, ...(time >= 0 && Number.isFinite(time) && { time }) };
  }
  if (parameters.has('doubts')) return { view: 'doubts' };
  const query = parameters.get('q') ?? '';
  return query === '' ? { view: 'course' } : { view: 'search', query };
};

const decode = (part: string): string => {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

export const encodePath = (path: string): string => path.split('/').map(encodeURIComponent).join('/');

/** @param time in seconds, rounded down to a tenth. */
export const lectureLink = (name: string, time?: number): string =>
  `#/${encodePath(name)}${time === undefined ? '' : `?t=${Math.max(0, Math.floor(time * 10) / 10)}`}`;

export const searchLink = (query: string): string =>
  query.trim() === '' ? '#/' : `#/?q=${encodeURIComponent(query)}`;

export const DOUBTS_LINK = '#/?doubts';
