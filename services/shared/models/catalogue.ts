// The Whisper models that whisper.cpp publishes: names, sizes, checksums and addresses.
import { UserError } from '../contracts/errors.ts';
import { nearest } from './nearest.ts';

export type Model = {
  name: string;
  /** Approximate. */
  mib?: number;
  sha1?: string;
  /** Where it is published, if not with the others. */
  home?: string;
};

export const HUB = 'https://huggingface.co/ggerganov/whisper.cpp/resolve/main';
const TINYDIARIZE = 'https://huggingface.co/akashmjn/tinydiarize-whisper.cpp/resolve/main';

// Checksums: from whisper.cpp's models/README.md and, for those that it lacks, its model hub's README.
export const MODELS: readonly Model[] = [
  { name: 'tiny', mib: 75, sha1: 'bd577a113a864445d4c299885e0cb97d4ba92b5f' },
  { name: 'tiny-q5_1', mib: 31, sha1: '2827a03e495b1ed3048ef28a6a4620537db4ee51' },
  { name: 'tiny-q8_0', mib: 42, sha1: '19e8118f6652a650569f5a949d962154e01571d9' },
  { name: 'tiny.en', mib: 75, sha1: 'c78c86eb1a8faa21b369bcd33207cc90d64ae9df' },
  { name: 'tiny.en-q5_1', mib: 31, sha1: '3fb92ec865cbbc769f08137f22470d6b66e071b6' },
  { name: 'tiny.en-q8_0', mib: 42, sha1: '802d6668e7d411123e672abe4cb6c18f12306abb' },
  { name: 'base', mib: 142, sha1: '465707469ff3a37a2b9b8d8f89f2f99de7299dac' },
  { name: 'base-q5_1', mib: 57, sha1: 'a3733eda680ef76256db5fc5dd9de8629e62c5e7' },
  { name: 'base-q8_0', mib: 78, sha1: '7bb89bb49ed6955013b166f1b6a6c04584a20fbe' },
  { name: 'base.en', mib: 142, sha1: '137c40403d78fd54d454da0f9bd998f78703390c' },
  { name: 'base.en-q5_1', mib: 57, sha1: 'd26d7ce5a1b6e57bea5d0431b9c20ae49423c94a' },
  { name: 'base.en-q8_0', mib: 78, sha1: 'bb1574182e9b924452bf0cd1510ac034d323e948' },
  { name: 'small', mib: 466, sha1: '55356645c2b361a969dfd0ef2c5a50d530afd8d5' },
  { name: 'small-q5_1', mib: 181, sha1: '6fe57ddcfdd1c6b07cdcc73aaf620810ce5fc771' },
  { name: 'small-q8_0', mib: 252, sha1: 'bcad8a2083f4e53d648d586b7dbc0cd673d8afad' },
  { name: 'small.en', mib: 466, sha1: 'db8a495a91d927739e50b3fc1cc4c6b8f6c2d022' },
  { name: 'small.en-q5_1', mib: 181, sha1: '20f54878d608f94e4a8ee3ae56016571d47cba34' },
  { name: 'small.en-q8_0', mib: 252, sha1: '9d75ff4ccfa0a8217870d7405cf8cef0a5579852' },
  { name: 'small.en-tdrz', mib: 465, sha1: 'b6c6e7e89af1a35c08e6de56b66ca6a02a2fdfa1', home: TINYDIARIZE },
  { name: 'medium', mib: 1463, sha1: 'fd9727b6e1217c2f614f9b698455c4ffd82463b4' },
  { name: 'medium-q5_0', mib: 514, sha1: '7718d4c1ec62ca96998f058114db98236937490e' },
  { name: 'medium-q8_0', mib: 785, sha1: 'e66645948aff4bebbec71b3485c576f3d63af5d6' },
  { name: 'medium.en', mib: 1463, sha1: '8c30f0e44ce9560643ebd10bbe50cd20eafd3723' },
  { name: 'medium.en-q5_0', mib: 514, sha1: 'bb3b5281bddd61605d6fc76bc5b92d8f20284c3b' },
  { name: 'medium.en-q8_0', mib: 785, sha1: 'b1cf48c12c807e14881f634fb7b6c6ca867f6b38' },
  { name: 'large-v1', mib: 2951, sha1: 'b1caaf735c4cc1429223d5a74f0f4d0b9b59a299' },
  { name: 'large-v2', mib: 2951, sha1: '0f4c8e34f21cf1a914c59d8b3ce882345ad349d6' },
  { name: 'large-v2-q5_0', mib: 1031, sha1: '00e39f2196344e901b3a2bd5814807a769bd1630' },
  { name: 'large-v2-q8_0', mib: 1579, sha1: 'da97d6ca8f8ffbeeb5fd147f79010eeea194ba38' },
  { name: 'large-v3', mib: 2952, sha1: 'ad82bf6a9043ceed055076d0fd39f5f186ff8062' },
  { name: 'large-v3-q5_0', mib: 1031, sha1: 'e6e2ed78495d403bef4b7cff42ef4aaadcfea8de' },
  { name: 'large-v3-turbo', mib: 1549, sha1: '4af2b29d7ec73d781377bfd1758ca957a807e941' },
  { name: 'large-v3-turbo-q5_0', mib: 547, sha1: 'e050f7970618a659205450ad97eb95a18d69c9ee' },
  { name: 'large-v3-turbo-q8_0', mib: 834, sha1: '01bf15bedffe9f39d65c1b6ff9b687ea91f59e0e' },
];

export const findModel = (name: string, models = MODELS): Model | undefined =>
  models.find((model) => model.name === name);

export const fileOf = (name: string): string => `ggml-${name}.bin`;

/** `tiny` for `ggml-tiny.bin` and for `tiny`. */
export const nameOf = (file: string): string => file.replace(/^ggml-/, '').replace(/\.bin$/, '');

export const isMultilingual = (name: string): boolean => !/\.en(-|$)/.test(name);

/** The multilingual model that is most like an English-only one. */
export const multilingualTwin = (name: string): string => {
  const twin = name.replace(/\.en(?=-|$)/, '').replace(/-tdrz$/, '');
  const names = MODELS.map((model) => model.name).filter(isMultilingual);
  if (names.includes(twin)) return twin;
  return nearest(twin, names)[0] ?? names.findLast((name) => twin.includes(name)) ?? 'base';
};

export const unknownModel = (name: string, models = MODELS): UserError => {
  const names = models.map((model) => model.name);
  const near = nearest(name, names);
  const guess = near.length > 0 ? ` Did you mean ${near.join(' or ')}?` : '';
  return new UserError(
    `There is no Whisper model "${name}".${guess} Pass the path of a model file, or one of: ${names.join(', ')}.`,
  );
};
