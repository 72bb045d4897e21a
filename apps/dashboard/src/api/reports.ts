import { useQuery, type UseQueryResult } from '@tanstack/react-query';
import type { TrialBalance, UnitBridge } from '#contracts';
import type { ReportSearch } from '../search.js';
import { read } from './client.js';
import { REFRESH_MS } from './resources.js';
import { problemOf } from './refused.js';

const TRIAL_BALANCE = '/api/ledger/trial-balance';
const UNIT_BRIDGE = '/api/ledger/unit-bridge';
/** Two reports of one moment are made by adding postings up anew; a comparison is read, not watched. */
const COMPARISON_REFRESH_MS = 10_000;

export const useTrialBalance = (asked: ReportSearch = {}) => useReport<TrialBalance>(TRIAL_BALANCE, asked);
export const useUnitBridge = (asked: ReportSearch = {}) => useReport<UnitBridge>(UNIT_BRIDGE, asked);

/** Figures of one question are never shown under the words of another: there is no answer until this one is there. */
function useReport<Answer>(path: string, { accounting, asOf, asAt }: ReportSearch): UseQueryResult<Answer> {
  return useQuery({
    queryKey: [path, { accounting, asOf, asAt }],
    queryFn: ({ signal }) => read<Answer>(path, { accounting, asOf, asAt }, signal),
    ...refreshed(asAt, REFRESH_MS),
  });
}

/** Both accountings as known at one and the same moment, which is the difference between them and nothing else. */
export interface BothAccountings {
  readonly TDA: TrialBalance;
  readonly SDA: TrialBalance;
}

export function useBothAccountings({ asOf, asAt }: ReportSearch): UseQueryResult<BothAccountings> {
  return useQuery({
    queryKey: [TRIAL_BALANCE, 'both', { asOf, asAt }],
    queryFn: async ({ signal }) => {
      const TDA = await reportAt('TDA', asOf, asAt ?? 'now', signal);
      return { TDA, SDA: await reportAt('SDA', asOf, TDA.asAt ?? undefined, signal) };
    },
    ...refreshed(asAt, COMPARISON_REFRESH_MS),
  });
}

/** The moment it is now by the ledger's own clock; a report as at that moment can be made again. */
export async function momentNow(): Promise<string> {
  const { asAt } = await reportAt('TDA', undefined, 'now', new AbortController().signal);
  if (asAt === null) throw new Error('the ledger did not say as at which moment its report is');
  return asAt;
}

const reportAt = (
  accounting: 'TDA' | 'SDA',
  asOf: string | undefined,
  asAt: string | undefined,
  signal: AbortSignal,
): Promise<TrialBalance> => read<TrialBalance>(TRIAL_BALANCE, { accounting, asOf, asAt }, signal);

/** What is known at a moment that has passed stays as it is, and what was asked wrongly stays wrong. */
function refreshed(asAt: string | undefined, everyMs: number) {
  return {
    staleTime: asAt === undefined ? 0 : Infinity,
    refetchInterval: ({ state }: { readonly state: { readonly error: Error | null } }) =>
      asAt !== undefined || (state.error !== null && problemOf(state.error).status === 400) ? false : everyMs,
  } as const;
}

/** The field of the report that the ledger refused; undefined where something else went wrong. */
export function refusedParameter(error: unknown): 'asOf' | 'asAt' | undefined {
  const { code, detail } = problemOf(error);
  if (code !== 'parameter-refused') return undefined;
  return (['asOf', 'asAt'] as const).find((name) => detail.startsWith(`${name} `));
}
