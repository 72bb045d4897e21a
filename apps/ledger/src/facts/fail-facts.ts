import { daysInMonth } from '#domain/calendars';
import {
  failCompensation,
  interestClaim,
  penaltiesSettled,
  penaltyOf,
  type FailingDay,
  type PenalisedFail,
} from '#domain/ledger';
import { add, zero, type Money } from '#domain/money';
import { amountOf, bookOf, decimalOf, isinOf, nostroOf, partyOf } from './checks.js';
import { nothingPosted, refuse, type FactOf, type FactRules } from './fact-rule.js';
import type { Position } from './position.store.js';

type Reported = FactOf<'penalty-reported'>;

const failId = ({ tradeId, version, leg, role }: Reported): string => `${tradeId}|${version}|${leg}|${role}`;

/** The penalties that one list of a depository settles together. */
const listOf = (book: string, depository: string, currency: string): string => `${depository}|${currency}|${book}`;

function dayOf(fact: Reported): FailingDay {
  const { date, method, penaltyClass } = fact;
  const value = amountOf('value', fact.value, date, 'not negative');
  const cash = amountOf('cash', fact.cash, date, 'not negative');
  if (cash.currency !== value.currency)
    refuse('cash/currency', cash.currency, `differs from the value's ${value.currency}`, 'State both in one currency.');
  const cashBasisPoints = decimalOf('cashBasisPoints', fact.cashBasisPoints, '-10000', '10000');
  return { date, method, penaltyClass, value, cash, cashBasisPoints };
}

const isPenalty = (position: Position): position is Position<'penalty'> => position.kind === 'penalty';

/** What of the penalties of a month is expected, by who bears them. */
function expectedOf(known: readonly Position<'penalty'>[], month: string, currency: string) {
  const sumOf = (role: PenalisedFail['role']): Money =>
    known
      .filter(({ terms }) => terms.role === role)
      .flatMap(({ booked }) => booked.days.filter(({ date }) => date.startsWith(month)))
      .reduce((sum, day) => add(sum, penaltyOf(day)), zero(currency));
  return { expectedToPay: sumOf('causes'), expectedToGet: sumOf('suffers') };
}

/** R10 and R11: what a fail costs or brings. The end of each day books what its penalties are expected to be. */
export const failFacts: FactRules<'penalty-reported' | 'penalties-settled' | 'fail-compensated' | 'interest-claimed'> =
  {
    'penalty-reported': {
      about: (fact) => ({ kind: 'penalty', id: failId(fact) }),
      book(fact, known) {
        const { tradeId, version, leg, depository, role } = fact;
        const day = dayOf(fact);
        const { currency } = day.value;
        const book = bookOf('book', fact.book);
        const terms: PenalisedFail = {
          ...{ tradeId, version, leg, book, isin: isinOf('isin', fact.isin), depository, role, currency },
        };
        const before = known.find(isPenalty);
        if (before && JSON.stringify(before.terms) !== JSON.stringify(terms))
          refuse('tradeId', tradeId, 'failed in another book, security, depository or currency', 'Correct the report.');
        const settled = before?.booked.settledMonths ?? [];
        if (settled.includes(day.date.slice(0, 7)))
          refuse('date', day.date, 'belongs to a month that is settled', 'Settle the difference in the next list.');
        const days = [...(before?.booked.days ?? []).filter(({ date }) => date !== day.date), day].sort((one, other) =>
          one.date < other.date ? -1 : 1,
        );
        return nothingPosted({
          ...{ kind: 'penalty', id: failId(fact), gathered: listOf(book, depository, currency), terms, live: true },
          booked: { days, expected: before?.booked.expected ?? zero(currency), settledMonths: settled },
        });
      },
    },

    /** A month is settled once all of its days have ended, so that what was expected of them is in the books. */
    'penalties-settled': {
      about: ({ book, depository, listedNet }) => ({
        kind: 'penalty',
        gathered: listOf(book, depository, listedNet.currency),
      }),
      book(fact, known, ended) {
        const { depository, month, on } = fact;
        const book = bookOf('book', fact.book);
        const listedNet = amountOf('listedNet', fact.listedNet, on, 'any');
        const lastDay = `${month}-${daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5)))}`;
        const penalties = known
          .filter(isPenalty)
          .filter(({ booked }) => booked.days.some(({ date }) => date.startsWith(month)));
        const latest = penalties
          .flatMap(({ booked }) => booked.days.map(({ date }) => date))
          .filter((date) => date <= lastDay);
        const open = latest.find((date) => ended === null || date > ended);
        if (open !== undefined)
          refuse(
            'month',
            month,
            `has a penalty of ${open}, whose end is not posted`,
            'Send it after the end of the month.',
          );
        if (penalties.some(({ booked }) => booked.settledMonths.includes(month)))
          refuse('month', month, 'is settled already', 'Compare the lists; settle a difference in the next one.');
        const { journals } = penaltiesSettled({
          ...{ book, depository, month, listedNet, on, nostro: nostroOf(fact.nostro, listedNet.currency) },
          ...expectedOf(penalties, month, listedNet.currency),
        });
        const positions = penalties.map((penalty) => ({
          ...penalty,
          booked: { ...penalty.booked, settledMonths: [...penalty.booked.settledMonths, month] },
        }));
        return { journals, positions };
      },
    },

    'fail-compensated': {
      about: () => undefined,
      book(fact) {
        const { tradeId, version, leg, occasion, direction, on } = fact;
        const amount = amountOf('amount', fact.amount, on);
        return {
          journals: failCompensation({
            ...{ tradeId, version, leg, occasion, direction, on, amount },
            book: bookOf('book', fact.book),
            counterparty: partyOf('counterparty', fact.counterparty),
            nostro: nostroOf(fact.nostro, amount.currency),
          }),
          positions: [],
        };
      },
    },

    'interest-claimed': {
      about: () => undefined,
      book(fact) {
        const { tradeId, version, days, basis, on } = fact;
        return {
          journals: [
            interestClaim({
              ...{ tradeId, version, days, basis, on },
              amount: amountOf('amount', fact.amount, on),
              book: bookOf('book', fact.book),
              counterparty: partyOf('counterparty', fact.counterparty),
              ratePercent: decimalOf('ratePercent', fact.ratePercent, '0', '1000'),
            }),
          ],
          positions: [],
        };
      },
    },
  };
