// The languages that Whisper was trained on: codes and English names, in the order of the models' tokens.

const CODES =
  'en zh de es ru ko fr ja pt tr pl ca nl ar sv it id hi fi vi he uk el ms cs ro da hu ta no th ur hr ' +
  'bg lt la mi ml cy sk te fa lv bn sr az sl kn et mk br eu is hy ne mn bs kk sq sw gl mr pa si km sn ' +
  'yo so af oc ka be tg sd gu am yi lo uz fo ht ps tk nn mt sa lb my bo tl mg as tt haw ln ha ba jw su ' +
  'yue';

/** Names that Whisper spells differently than Unicode. */
const OWN_NAMES: { [code: string]: string } = {
  mi: 'maori',
  bn: 'bengali',
  nn: 'nynorsk',
  my: 'myanmar',
  tl: 'tagalog',
};

const names = new Intl.DisplayNames(['en'], { type: 'language' });

export const LANGUAGES: ReadonlyMap<string, string> = new Map(
  CODES.split(' ').map((code) => [code, OWN_NAMES[code] ?? names.of(code)?.toLowerCase() ?? code]),
);
