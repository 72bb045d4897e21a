import { XMLParser } from 'fast-xml-parser';
import type { Element } from './element.js';
import { Refusal } from './refusal.js';

export const LARGEST_DOCUMENT = 1_048_576;
const DEEPEST = 32;

/** Text stays text: amounts and identifiers must not pass through numbers. */
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  parseAttributeValue: false,
  removeNSPrefix: true,
  trimValues: true,
});

/**
 * The root element of an XML document from outside and its name. What could make reading costly or bring text from
 * elsewhere is refused before parsing: any DOCTYPE (entity floods, external entities), deep nesting.
 * @throws Refusal
 */
export function rootOf(text: string): { readonly name: string; readonly root: Element } {
  if (/<!DOCTYPE/i.test(text))
    throw new Refusal('DOCTYPE', '<!DOCTYPE', 'is not allowed: it can define entities', 'Remove the DOCTYPE.');
  if (/<!ENTITY/i.test(text)) throw new Refusal('ENTITY', '<!ENTITY', 'is not allowed', 'Remove the entity.');
  if (isDeeperThan(DEEPEST, text))
    throw new Refusal('', `more than ${DEEPEST} levels`, 'is nested deeper than FpML is', 'Check the file.');
  const document = parsed(text);
  const [root, ...others] = Object.entries(document).filter(([name]) => !name.startsWith('?'));
  if (!root || others.length > 0 || typeof root[1] !== 'object' || root[1] === null || Array.isArray(root[1]))
    throw new Refusal('', text.trim(), 'is not an XML document with one root element', 'Check the file.');
  return { name: root[0], root: root[1] as Element };
}

function parsed(text: string): Element {
  try {
    return parser.parse(text, true) as Element;
  } catch (error) {
    throw new Refusal('', text.trim(), `is not well-formed XML (${(error as Error).message})`, 'Check the file.');
  }
}

/** One pass over the tags, before a parser that may recurse sees them. */
function isDeeperThan(levels: number, text: string): boolean {
  let depth = 0;
  for (let at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at)) {
    const end = endOfMarkup(text, at);
    if (end < 0) return false;
    const next = text[at + 1];
    if (next === '/') depth -= 1;
    else if (next !== '!' && next !== '?' && text[end - 1] !== '/') depth += 1;
    if (depth > levels) return true;
    at = end + 1;
  }
  return false;
}

function endOfMarkup(text: string, at: number): number {
  if (text.startsWith('<!--', at)) return endAfter(text, '-->', at + 4);
  if (text.startsWith('<![CDATA[', at)) return endAfter(text, ']]>', at);
  return text.indexOf('>', at);
}

function endAfter(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found < 0 ? found : found + mark.length - 1;
}
