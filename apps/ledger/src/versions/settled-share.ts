import type { EventOf, versionWithdrawn } from '#contracts';
import { NOTHING_SETTLED, type PostedJournal, type SettledShare } from '#domain/ledger';

type SettledLegs = EventOf<typeof versionWithdrawn>['settled'];

const size = (minorUnits: bigint): bigint => (minorUnits < 0n ? -minorUnits : minorUnits);

/** Cash of a delivery that settled before its version was withdrawn; minor units, positive. */
export function settledCash(settled: SettledLegs): bigint {
  const delivery = settled.find(({ leg }) => leg === 'delivery');
  return size((delivery?.pay ?? delivery?.receive)?.minorUnits ?? 0n);
}

/**
 * How much of a version's trade-date journals stands because it settled. Of a delivery pro rata to its cash, which the
 * payable or receivable of its journal knows; an exchange of currencies settles whole, leg by leg.
 */
export function shareOf(
  journals: readonly PostedJournal[],
  settled: SettledLegs,
): (journal: PostedJournal) => SettledShare {
  const cash = settledCash(settled);
  const unsettled = journals
    .flatMap(({ postings }) => postings)
    .find(({ account }) => account === '2100' || account === '1200');
  if (unsettled) {
    const share = { settled: cash, total: size(unsettled.amount.minorUnits) };
    return () => share;
  }
  const exchanged = new Set(settled.map(({ leg }) => leg));
  const done: SettledShare = { settled: 1n, total: 1n };
  return ({ key }) => {
    const far = key.endsWith('/far');
    return [...exchanged].some((leg) => (leg === 'far') === far) ? done : NOTHING_SETTLED;
  };
}
