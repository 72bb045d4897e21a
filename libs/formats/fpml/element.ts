import { isDealingDate } from '#domain/calendars';
import { Refusal } from './refusal.js';

/** An element with children, as the parser gives it: attributes begin with `@`, text beside attributes is `#text`. */
export type Element = Readonly<Record<string, unknown>>;

/** All elements of that name, in order. */
export function children(element: Element, name: string): Element[] {
  const value = Object.hasOwn(element, name) ? element[name] : undefined;
  const all = Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];
  return all.map((one) => (typeof one === 'object' && one !== null ? (one as Element) : { '#text': String(one) }));
}

/** @throws Refusal unless there is exactly one */
export function only(element: Element, name: string): Element {
  const found = optional(element, name);
  if (!found) throw new Refusal(name, 'nothing', 'is required', 'Complete the document.');
  return found;
}

/** @throws Refusal where there are several */
export function optional(element: Element, name: string): Element | undefined {
  const all = children(element, name);
  if (all.length > 1) throw new Refusal(name, `${all.length} times`, 'may be told once', 'Keep the one that is meant.');
  return all[0];
}

/** Text of the one element of that name. @throws Refusal where it is missing, empty or repeated */
export function textOf(element: Element, name: string): string {
  const text = ownText(only(element, name));
  if (text === '') throw new Refusal(name, 'nothing', 'is required', 'Complete the document.');
  return text;
}

export const ownText = (element: Element): string => String(element['#text'] ?? '');

/** A date without zone; the Z of UTC is accepted, as business dates have none. @throws Refusal */
export function dateOf(element: Element, name: string): string {
  const text = textOf(element, name);
  const date = text.replace(/Z$/, '');
  if (!isDealingDate(date))
    throw new Refusal(name, text, 'is not a date YYYY-MM-DD of a year from 1900 to 2199', 'Correct the date.');
  return date;
}

/** The `href` of a reference element. @throws Refusal */
export function referenceOf(element: Element, name: string): string {
  const href = only(element, name)['@href'];
  if (typeof href !== 'string' || href === '')
    throw new Refusal(name, 'no href', 'refers to no party', 'Complete the document.');
  return href;
}

/**
 * Nothing that changes what is settled may go unseen: an element that is not known here refuses the document by its name.
 * @throws Refusal
 */
export function allowOnly(element: Element, where: string, names: ReadonlySet<string>): void {
  for (const name of Object.keys(element)) {
    if (name.startsWith('@') || name === '#text' || names.has(name)) continue;
    throw new Refusal(`${where}/${name}`, name, 'is not supported', 'Enter this trade by another way.');
  }
}
