import { accruedInterest, couponPeriod, type CouponBond } from '#domain/day-count';
import {
  bondInterest,
  couponEntitlement,
  couponOf,
  quantityText,
  type Coupon,
  type Journal,
  type Parallel,
} from '#domain/ledger';
import { money, subtract, zero, type Money } from '#domain/money';
import { referenceData } from '#domain/parties';
import type { Transaction } from '#platform/database';
import { DELIVERED } from '../versions/delivered-parts.js';
import { couponId } from '../facts/coupon-facts.js';
import { PositionsOfBatch, type Position } from '../facts/position.store.js';
import { claimedAccrued } from './claimed-accrued.js';
import { POSITIONS_A_PAGE, type Day, type DayStep } from './day.js';
import { holdingsAfter, storeHoldings, type StoredHolding } from './holding.store.js';

const PARALLEL: readonly Parallel[] = ['TDA', 'SDA'];

/** A bond in a book, with what its interest goes by. */
interface BondOfBook {
  readonly book: string;
  readonly isin: string;
  readonly terms: CouponBond;
  readonly settledNominal: string;
  /** By settlement date; absent where nothing has been delivered yet. */
  readonly delivered: StoredHolding | undefined;
  readonly takenThrough: string;
  /** Of purchases less that of sales that are not delivered. */
  readonly openAccrued: Money;
  /** Of trades not delivered, what a claim of their coupon has taken already. */
  readonly claimed: Money;
  readonly balances: Readonly<Record<Parallel, bigint>>;
}

interface BalanceRow {
  readonly book: string;
  readonly isin: string;
  readonly currency: string;
  readonly tda: string;
  readonly sda: string;
  readonly open_accrued: string;
  readonly first_delivery: string | null;
}

/**
 * R1 and R8: the interest of what is delivered, and the coupons that fall to it. A coupon that the custodian has announced is
 * taken at the end of its record date as announced, any other on its coupon date from the house's own holding.
 */
export const accrueBonds: DayStep = {
  name: 'accrue-bonds',
  async page(tx, day, after) {
    const holdings = await holdingsAfter(tx, after, POSITIONS_A_PAGE);
    const bonds = await bondsOf(tx, holdings, day.businessDate);
    const coupons = await PositionsOfBatch.lock(
      tx,
      bonds
        .flatMap((bond) => couponsUpTo(bond, day.businessDate))
        .map((coupon) => ({ kind: 'coupon', id: couponId(coupon) })),
    );
    const journals = bonds.flatMap((bond) => [...interestOf(bond, day), ...couponsOf(bond, day, coupons)]);
    await coupons.keep(tx);
    await storeHoldings(
      tx,
      bonds.flatMap(({ delivered }) => delivered ?? []),
    );
    const last = holdings.at(-1)?.[0];
    const more = last && holdings.length === POSITIONS_A_PAGE;
    return { journals, after: more ? [last.book, last.isin, last.currency] : null };
  },
};

async function bondsOf(
  tx: Transaction,
  holdings: readonly (readonly StoredHolding[])[],
  through: string,
): Promise<BondOfBook[]> {
  const ofBonds = holdings.flatMap((both) => {
    const [any] = both;
    const instrument = any && referenceData.findInstrument(any.isin);
    if (!any || instrument?.kind !== 'bond') return [];
    return [{ both, terms: instrument, book: any.book, isin: any.isin, currency: any.currency }];
  });
  const rows = await tx.rows<BalanceRow>(
    `select k.book, k.isin, k.currency, ledger.balance_of(k.book, '1150', k.isin, k.currency, 'TDA', $1)::text as tda,
       ledger.balance_of(k.book, '1150', k.isin, k.currency, 'SDA', $1)::text as sda,
       coalesce(o.accrued, 0)::text as open_accrued,
       (select min(p.effective_date)::text from ledger.settled_part p
        where p.book = k.book and p.isin = k.isin and p.currency = k.currency) as first_delivery
     from unnest($2::text[], $3::text[], $4::text[]) as k(book, isin, currency)
     left join (
       select v.book, v.isin, v.currency,
         sum(case when v.withdrawal is null then v.accrued_minor_units - s.accrued else s.accrued_later end) as accrued
       from ledger.trade_version v, ${DELIVERED}
       where v.isin is not null and v.captured and not v.delivered and v.trade_date <= $1
       group by 1, 2, 3
     ) o on o.book = k.book and o.isin = k.isin and o.currency = k.currency`,
    [
      through,
      ofBonds.map(({ book }) => book),
      ofBonds.map(({ isin }) => isin),
      ofBonds.map(({ currency }) => currency),
    ],
  );
  const keys = ofBonds.map(({ book, isin, currency }) => `${book}|${isin}|${currency}`);
  const claimed = await claimedAccrued(tx, keys, through);
  const found = new Map(rows.map((row) => [`${row.book}|${row.isin}|${row.currency}`, row]));
  return ofBonds.flatMap(({ book, isin, currency, terms, both }) => {
    const row = found.get(`${book}|${isin}|${currency}`);
    if (!row || currency !== terms.currency) return [];
    const delivered = both.find(({ accounting }) => accounting === 'SDA');
    const since = row.first_delivery ?? through;
    return [
      {
        ...{ book, isin, terms, delivered },
        settledNominal: quantityText(delivered?.holding.quantity ?? 0n),
        takenThrough: delivered?.couponTakenThrough ?? beginOfPeriod(terms, since),
        openAccrued: money(BigInt(row.open_accrued), currency),
        claimed: money(claimed.get(`${book}|${isin}|${currency}`) ?? 0n, currency),
        balances: { TDA: BigInt(row.tda), SDA: BigInt(row.sda) },
      },
    ];
  });
}

/** The coupon date before a delivery; nothing is earned before a bond is issued, or after it has matured. */
function beginOfPeriod(terms: CouponBond, day: string): string {
  if (terms.issueDate !== undefined && day < terms.issueDate) return terms.issueDate;
  return day >= terms.maturityDate ? terms.maturityDate : couponPeriod(terms, day).start;
}

function interestOf(bond: BondOfBook, { businessDate }: Day): Journal[] {
  const { book, isin, terms, settledNominal, takenThrough, openAccrued, claimed, balances } = bond;
  return PARALLEL.flatMap((accounting) => {
    const held = {
      ...{ book, isin, terms, settledNominal, couponTakenThrough: takenThrough },
      openAccrued: subtract(accounting === 'TDA' ? openAccrued : zero(terms.currency), claimed),
    };
    return bondInterest(held, balances[accounting], { through: businessDate, accounting })?.journal ?? [];
  });
}

/** Dates of the coupons that follow the last one taken, the running one as the last. */
function couponsUpTo({ book, isin, terms, takenThrough }: BondOfBook, day: string) {
  const coupons: { book: string; isin: string; from: string; couponDate: string }[] = [];
  for (let from = takenThrough; from <= day && from < terms.maturityDate;) {
    const couponDate = couponPeriod(terms, from).end;
    coupons.push({ book, isin, from, couponDate });
    from = couponDate;
  }
  return coupons;
}

function couponsOf(bond: BondOfBook, { businessDate }: Day, coupons: PositionsOfBatch): Journal[] {
  const { terms, settledNominal, delivered } = bond;
  if (!delivered) return [];
  const journals: Journal[] = [];
  delivered.couponTakenThrough = bond.takenThrough;
  for (const { from, ...id } of couponsUpTo(bond, businessDate)) {
    const [told] = coupons.about({ kind: 'coupon', id: couponId(id) }) as readonly Position<'coupon'>[];
    if ((told?.terms.recordDate ?? id.couponDate) > businessDate) break;
    const ofPeriod = couponOf(terms, settledNominal, from);
    const { recordDate, ...coupon } = told?.terms ?? {
      ...{ ...id, nominal: settledNominal, gross: ofPeriod, recordDate: id.couponDate },
    };
    const accrued =
      id.couponDate <= businessDate ? ofPeriod : accruedInterest(terms, settledNominal, businessDate).amount;
    journals.push(...entitlements(coupon, accrued, businessDate));
    coupons.change([
      {
        kind: 'coupon',
        id: couponId(id),
        gathered: '',
        terms: { ...coupon, recordDate },
        booked: { taken: true },
        live: false,
      },
    ]);
    delivered.couponTakenThrough = id.couponDate;
  }
  return journals;
}

/** Nothing falls to a book that holds nothing. */
function entitlements(coupon: Coupon, accrued: Money, recordDate: string): Journal[] {
  if (coupon.gross.minorUnits === 0n && accrued.minorUnits === 0n) return [];
  return PARALLEL.map((accounting) => couponEntitlement(coupon, accrued, { recordDate, accounting }));
}
