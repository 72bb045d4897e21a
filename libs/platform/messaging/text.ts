const UNKEEPABLE = /[\0\p{Surrogate}]/u;
const UNKEEPABLES = new RegExp(UNKEEPABLE, 'gu');

/** PostgreSQL keeps neither NUL nor half a surrogate pair, in text or in jsonb. */
export const isKeepable = (text: string): boolean => !UNKEEPABLE.test(text);

/** The readable form of a text that PostgreSQL cannot keep as it is. */
export const keepable = (text: string): string => (isKeepable(text) ? text : text.replaceAll(UNKEEPABLES, '\uFFFD'));

/** JSON of a value whose strings may be anything; safe for a jsonb column. */
export const keepableJson = (value: unknown): string =>
  JSON.stringify(value, (_name, field: unknown) => (typeof field === 'string' ? keepable(field) : field));
