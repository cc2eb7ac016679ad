// The cost of ending a line or a cue between two words: low where a reader would pause. It knows the punctuation of any
// script and the function words of English; other languages have only their punctuation.

const SENTENCE_END = /[.!?…؟۔।。！？｡]["'’”»)\]」』）]*$/;
const CLAUSE_END = /[,;:،؛、，；：—–]["'’”»)\]」』）]*$/;
// A sentence continues after "Dr. Smith" and "J. Smith", but ends after "So do I."
const ABBREVIATION = /^(?:Mrs?|Ms|Dr|Prof|St|vs|Fig|e\.g|i\.e|[A-HJ-Z])\.$/i;
const LOWER = /^\p{Ll}/u;
const NAME = /^\p{Lu}/u;
const NUMBER = /^[\p{Sc}]?\d[\d.,]*$/u;
// Japanese endings and Chinese particles attach to the word before them.
const LEANS_BACK = /^[\p{Script=Hiragana}的了着过吗呢吧们]/u;

const set = (words: string): Set<string> => new Set(words.split(' '));
const CONJUNCTIONS = set(
  'and or but nor so yet because if when while although though since unless until than that which who whom whose where whether how why what as',
);
const PREPOSITIONS = set(
  'of in on at by for from with to into onto over under about above below after before between through during without within against among across upon per via like',
);
const DETERMINERS = set(
  'the a an this these those my your our their his its some any every each no another such',
);
// These attach to what follows: "we | will", "is | not", "very | small".
const LEADING = set(
  "i you we they he she it i'm you're we're they're there is are was were be been am will would can could should shall may might must has have had do does did don't not very more most too just let's her going want gonna",
);

// An object stays with its verb: "gives | it", "show | them".
const OBJECTS = set('me him it us them itself themselves');

/** Between two words, from the end of a sentence to the inside of a word. */
export const COST = {
  sentence: 0,
  clause: 15,
  conjunction: 45,
  preposition: 60,
  determiner: 70,
  plain: 90,
  together: 120,
  opening: 180,
  inside: 200,
};

export const endsSentence = (word: string, next = ''): boolean =>
  SENTENCE_END.test(word) && !LOWER.test(next) && !(ABBREVIATION.test(word) && next !== '');

/** A pause of this length ends a phrase, whatever the words. */
export const PAUSE_MS = 1_000;
/** The share of the words' cost that such a pause removes. */
const FORGIVEN = 0.8;

/** @param pause in milliseconds; a shorter one counts in proportion. */
export const breakCost = (word: string, next: string, pause: number): number =>
  wordsCost(word, next) * (1 - FORGIVEN * Math.min(1, pause / PAUSE_MS));

const wordsCost = (word: string, next: string): number => {
  if (endsSentence(word, next)) return COST.sentence;
  if (CLAUSE_END.test(word)) return COST.clause;
  const [before, after] = [word.toLowerCase(), next.toLowerCase()];
  if (CONJUNCTIONS.has(before) || PREPOSITIONS.has(before) || DETERMINERS.has(before)) return COST.opening;
  if (CONJUNCTIONS.has(after)) return LEADING.has(before) ? COST.plain : COST.conjunction;
  if (LEADING.has(before)) return COST.together;
  if (PREPOSITIONS.has(after)) return COST.preposition;
  if (NUMBER.test(word) || LEANS_BACK.test(next) || OBJECTS.has(after)) return COST.together;
  if (NAME.test(word) && NAME.test(next)) return COST.together;
  return DETERMINERS.has(after) ? COST.determiner : COST.plain;
};
