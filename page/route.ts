// Where in the page one is, in the address after #. Names are escaped part by part, so that the address can be read.
//   #/                                   the course
//   #/week1/lesson1/video1?t=83.2        a lecture, at a time
//   #/?q=photosynthesis                  a search
//   #/?doubts                            places to check

export type Route =
  | { view: 'course' }
  | { view: 'doubts' }
  | { view: 'search'; query: string }
  | { view: 'lecture'; name: string; time?: number };

/** What is wrong in an address is left out: nobody types one by hand without a slip. */
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

/** @param time in seconds; a tenth is as near as anybody needs. */
export const lectureLink = (name: string, time?: number): string =>
  `#/${encodePath(name)}${time === undefined ? '' : `?t=${Math.max(0, Math.floor(time * 10) / 10)}`}`;

export const searchLink = (query: string): string =>
  query.trim() === '' ? '#/' : `#/?q=${encodeURIComponent(query)}`;

export const DOUBTS_LINK = '#/?doubts';
