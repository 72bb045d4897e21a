import { z } from 'zod';

/** Travels as a string, because JSON numbers lose exactness above 2^53. Always named `minorUnits`: the decoder goes by the name. */
const minorUnits = z
  .codec(z.string().regex(/^-?(0|[1-9]\d{0,29})$/), z.bigint(), { decode: BigInt, encode: String })
  .meta({ description: 'Whole minor units of the currency beside it (cents, yen, fils), as a decimal string.' });

export const currencyCode = z
  .string()
  .regex(/^[A-Z]{3}$/)
  .meta({ description: 'ISO 4217 alphabetic code.' });

export const money = z.strictObject({ minorUnits, currency: currencyCode });

/** An exact decimal of an outside message, in major units: quantity, price, rate, amount. Never a JSON number. */
export const decimal = z
  .string()
  .regex(/^-?(0|[1-9]\d{0,20})(\.\d{1,12})?$/)
  .meta({ description: 'Exact decimal as a string, point as separator, no exponent, no grouping.' });

export const businessDate = z.iso
  .date()
  .regex(/^(19|20|21)/)
  .meta({ description: 'Business date YYYY-MM-DD of a year from 1900 to 2199, no zone.' });

export const instant = z.iso.datetime().meta({ description: 'Instant in UTC, ending in Z.' });

export const reference = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/)
  .meta({ description: 'Identifier: letters, digits and . _ : / - , at most 64.' });

export const isin = z
  .string()
  .regex(/^[A-Z]{2}[A-Z0-9]{9}\d$/)
  .meta({ description: 'ISO 6166 identifier; its check digit is verified when the trade is enriched.' });

export const version = z.int().min(1).max(9999);

/** One field on which two sides differ, in words a clerk reads. */
export const difference = z.strictObject({
  field: z.string(),
  ours: z.string().nullable(),
  theirs: z.string().nullable(),
  tolerance: z.string().nullable(),
});
