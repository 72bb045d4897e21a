import type { z } from 'zod';
import { problem } from './problem.js';

/** @throws ProblemException 422 with every fault of the body */
export function readBody<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  // The schema passes over this one name, which would be a prototype for whoever copies the body: an unknown field like any other.
  const prototype = typeof body === 'object' && body !== null && Object.hasOwn(body, '__proto__');
  const result = schema.safeParse(body);
  if (result.success && !prototype) return result.data;
  throw problem(
    422,
    'body-refused',
    'The request cannot be used',
    'The body does not have the form that is asked for.',
    issuesOf(result.error, prototype).map(({ path, message }) => ({
      field: `/${path.join('/')}`,
      value: excerpt(
        path.reduce<unknown>((value, key) => (value as Record<PropertyKey, unknown> | undefined)?.[key], body),
      ),
      rule: message,
      remedy: 'Correct the field.',
    })),
  );
}

function issuesOf(
  error: z.ZodError | undefined,
  prototype: boolean,
): readonly { readonly path: readonly PropertyKey[]; readonly message: string }[] {
  return [
    ...(error?.issues ?? []),
    ...(prototype ? [{ path: ['__proto__'], message: 'is a forbidden field name' }] : []),
  ];
}

function excerpt(value: unknown): string {
  if (value === undefined) return 'nothing';
  return isDeeper(value, DEEPEST_SHOWN) ? 'something nested too deep to be shown' : JSON.stringify(value).slice(0, 120);
}

/** A body can be nested deeper than the stack of whoever writes it out. */
const DEEPEST_SHOWN = 32;

const isDeeper = (value: unknown, than: number): boolean =>
  typeof value === 'object' &&
  value !== null &&
  (than === 0 || Object.values(value).some((inside) => isDeeper(inside, than - 1)));

const MOST_ROWS = 500;

/** Rows of one page: 100 unless told, 500 at most. @throws ProblemException 400 */
export function pageLimit(text: unknown): number {
  if (text === undefined) return 100;
  const limit = typeof text === 'string' && /^\d{1,4}$/.test(text) ? Number.parseInt(text, 10) : 0;
  if (limit < 1 || limit > MOST_ROWS)
    throw problem(
      400,
      'limit-refused',
      'The page size cannot be used',
      `limit must be a whole number from 1 to ${MOST_ROWS}.`,
    );
  return limit;
}

/** One of the names on offer, or undefined when not given. @throws ProblemException 400 */
export function oneOf<Name extends string>(
  parameter: string,
  value: unknown,
  names: readonly Name[],
): Name | undefined {
  if (value === undefined || value === '') return undefined;
  const found = names.find((name) => name === value);
  if (found === undefined)
    throw problem(
      400,
      'parameter-refused',
      'The parameter cannot be used',
      `${parameter} must be one of ${names.join(', ')}.`,
    );
  return found;
}

/** Free text to search by, compared as a value, never as SQL. @throws ProblemException 400 */
export function textParameter(parameter: string, value: unknown): string | undefined {
  if (value === undefined || value === '') return undefined;
  if (typeof value !== 'string' || value.length > 100 || value.includes('\0'))
    throw problem(
      400,
      'parameter-refused',
      'The parameter cannot be used',
      `${parameter} must be one text of at most 100 characters.`,
    );
  return value;
}

/** Where a page ended: the sort values of its last row. Opaque to callers. */
export function encodeCursor(values: readonly string[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/**
 * @param shapes what each value must be where the database takes no other: a date or an id
 * @throws ProblemException 400 when it is not a cursor of a page with `size` sort values
 */
export function decodeCursor(
  cursor: unknown,
  size: number,
  shapes: readonly ((value: string) => boolean)[] = [],
): string[] | undefined {
  if (cursor === undefined || cursor === '') return undefined;
  try {
    const values: unknown = JSON.parse(Buffer.from(String(cursor), 'base64url').toString('utf8'));
    if (
      Array.isArray(values) &&
      values.length === size &&
      values.every(
        (value, index) => typeof value === 'string' && !value.includes('\0') && (shapes[index]?.(value) ?? true),
      )
    )
      return values as string[];
  } catch {
    // Not ours: said below.
  }
  throw problem(400, 'cursor-refused', 'The page cannot be found', 'The cursor is not one that an earlier page gave.');
}

/** Ids of ours, as the database takes them. */
export const isUuid = (text: string): boolean => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/** Only what a page of ours has written: other texts that look like a moment are none for the database. */
export function isInstant(text: string): boolean {
  const moment = new Date(text);
  return !Number.isNaN(moment.getTime()) && moment.toISOString() === text;
}

/**
 * The rows of a page, and the cursor of the next one where there is one.
 * @param found one row more than the page holds, where there are so many
 * @param placeOf the sort values of the last row
 */
export function cutPage<Row>(
  found: readonly Row[],
  limit: number,
  placeOf: (last: Row) => readonly string[],
): { readonly rows: readonly Row[]; readonly next: string | undefined } {
  const rows = found.slice(0, limit);
  const last = rows.at(-1);
  return { rows, next: found.length > limit && last ? encodeCursor(placeOf(last)) : undefined };
}
