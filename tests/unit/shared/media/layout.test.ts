import { describe, expect, it } from '@jest/globals';
import { readLayout } from '../../../../services/shared/media/layout.ts';

describe('readLayout', () => {
  it.each([
    ['mono', 1, 'FC'],
    ['stereo', 2, 'FL FR'],
    ['2.1', 3, 'FL FR LFE'],
    ['5.1', 6, 'FL FR FC LFE BL BR'],
    ['5.1(side)', 6, 'FL FR FC LFE SL SR'],
    ['7.1', 8, 'FL FR FC LFE BL BR SL SR'],
    ['5.1.4', 10, 'FL FR FC LFE SL SR TFL TFR TBL TBR'],
    ['3 channels (FL+FR+LFE)', 3, 'FL FR LFE'],
    ['3 channels (LFE+FL+FR)', 3, 'LFE FL FR'],
    ['2 channels (FL@the lectern+FR@a (b))', 2, 'FL FR'],
    ['1 channels (LFE)', 1, 'LFE'],
    ['1 channels', 1, ''],
    ['9 channels', 9, ''],
    ['quad', 4, 'FL FR BL BR'],
    ['downmix', 0, ''],
    ['ambisonic 1', 0, ''],
    ['ambisonic 1+2 channels (FL+FR)', 0, ''],
    ['', 0, ''],
  ])('%s', (name, channels, speakers) => {
    expect(readLayout(name)).toEqual({ channels, speakers: speakers.split(' ').filter(Boolean) });
  });
});
