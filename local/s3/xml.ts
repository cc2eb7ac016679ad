// Converts between plain objects and S3's XML.
import { parseXML } from '@aws-sdk/xml-builder';
import type { z } from 'zod';
import { badRequest } from './errors.ts';

export type Content = string | number | boolean | undefined | Content[] | { [name: string]: Content };

const escaped = (text: string): string =>
  text.replace(/[&<>"\p{Cc}]/gu, (character) => `&#${character.codePointAt(0)};`);

/** A list writes its element once per entry, undefined none. */
const write = (content: Content): string => {
  if (typeof content !== 'object') return escaped(String(content));
  if (Array.isArray(content)) return content.map(write).join('');
  return Object.entries(content)
    .flatMap(([name, inner]) => (Array.isArray(inner) ? inner : [inner]).map((one) => [name, one] as const))
    .map(([name, inner]) => (inner === undefined ? '' : `<${name}>${write(inner)}</${name}>`))
    .join('');
};

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

export const toXml = (root: string, content: Content): string =>
  `${HEAD}<${root} xmlns="${NAMESPACE}">${write(content)}</${root}>`;

/** Without a namespace, as in S3. */
export const errorXml = (Code: string, Message: string): string =>
  `${HEAD}<Error>${write({ Code, Message, RequestId: 'local' })}</Error>`;

/** @throws {S3Error} */
export const fromXml = <T>(xml: string, schema: z.ZodType<T>): T => {
  try {
    return schema.parse(parseXML(xml));
  } catch {
    throw badRequest('MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  }
};
