import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lectureLink, parseRoute, searchLink } from '../../../page/route.ts';

describe('parseRoute', () => {
  it.each([
    ['', { view: 'course' }],
    ['#', { view: 'course' }],
    ['#/', { view: 'course' }],
    ['#/?doubts', { view: 'doubts' }],
    ['#/?q=a%20b', { view: 'search', query: 'a b' }],
    ['#/week1/video1', { view: 'lecture', name: 'week1/video1' }],
    ['#/week1/video1?t=83.2', { view: 'lecture', name: 'week1/video1', time: 83.2 }],
    ['#/video1?t=soon', { view: 'lecture', name: 'video1' }],
    ['#/video1?t=-3', { view: 'lecture', name: 'video1' }],
    ['#/video1?t=', { view: 'lecture', name: 'video1', time: 0 }],
    ['#/100%?t=1', { view: 'lecture', name: '100%', time: 1 }],
  ])('%s', (hash, route) => {
    expect(parseRoute(hash)).toEqual(route);
  });

  it('reads every name back from a link that was made of it', () => {
    const name = fc.array(fc.string({ minLength: 1 }), { minLength: 1 }).map((parts) => parts.join('/'));
    fc.assert(
      fc.property(name, fc.nat(1_000_000), (lecture, tenths) => {
        fc.pre(!lecture.startsWith('/') && lecture.isWellFormed());

        expect(parseRoute(lectureLink(lecture, tenths / 10))).toEqual({
          view: 'lecture',
          name: lecture,
          time: tenths / 10,
        });
      }),
    );
  });

  it('reads every search back', () => {
    fc.assert(
      fc.property(fc.string(), (query) => {
        fc.pre(query.trim() !== '' && query.isWellFormed());

        expect(parseRoute(searchLink(query))).toEqual({ view: 'search', query });
      }),
    );
  });
});
