import { businessDate } from '#contracts';
import type { Database } from '#platform/database';
import { oneOf, problem, textParameter } from '#platform/http';
import { NoMoment, resolveMoment, type Accounting, type ReportTime } from '../reports/moment.js';

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,6})?Z$/;

/**
 * `accounting` (TDA unless asked otherwise), `asOf` (a date) and `asAt` (an instant, or `now`) of a report.
 * @throws ProblemException 400 naming the parameter, its value and what it may be
 */
export async function reportAsked(
  db: Database,
  query: Readonly<Record<string, unknown>>,
): Promise<ReportTime & { readonly accounting: Accounting }> {
  const accounting = oneOf('accounting', query['accounting'], ['TDA', 'SDA'] as const) ?? 'TDA';
  const asOf = textParameter('asOf', query['asOf']);
  const asAt = textParameter('asAt', query['asAt']);
  if (asOf !== undefined && !businessDate.safeParse(asOf).success) refuse('asOf', asOf, 'a date such as 2026-06-30');
  if (asAt !== undefined && asAt !== 'now' && !(INSTANT.test(asAt) && !Number.isNaN(Date.parse(asAt))))
    refuse('asAt', asAt, 'now, or an instant in UTC such as 2026-06-30T18:00:00.000000Z');
  try {
    return { accounting, asOf: asOf ?? null, asAt: await resolveMoment(db, asAt) };
  } catch (error) {
    if (error instanceof NoMoment) return refuse('asAt', asAt ?? '', 'a moment that has passed');
    throw error;
  }
}

function refuse(parameter: string, value: string, rule: string): never {
  throw problem(400, 'parameter-refused', 'The parameter cannot be used', `${parameter} ${value} must be ${rule}.`);
}
