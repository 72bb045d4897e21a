import {
  borrowFee,
  debtInterest,
  lossAllowance,
  penaltyExpected,
  repoAccrual,
  type Booked,
  type Journal,
} from '#domain/ledger';
import { money, type Money } from '#domain/money';
import { issueAfter, issuePositionOf } from '../facts/debt-facts.js';
import { overPositions } from './over-positions.js';

const journalsOf = (booked: Booked | undefined): readonly Journal[] => (booked ? [booked.journal] : []);

const amountAfter = (booked: Booked | undefined, before: Money): Money =>
  booked ? money(booked.bookedMinorUnits, before.currency) : before;

/** R6: interest of repos, up to the day on which each ends. */
export const accrueRepos = overPositions('accrue-repos', 'repo', (position, { businessDate }) => {
  const { terms, booked } = position;
  const accrual = repoAccrual(terms, booked.accrued.minorUnits, businessDate);
  return {
    journals: journalsOf(accrual),
    position: {
      ...position,
      booked: { ...booked, accrued: amountAfter(accrual, booked.accrued) },
      live: businessDate < terms.endDate,
    },
  };
});

/** R7: interest of the house's own issues at their effective rate. */
export const accrueIssues = overPositions('accrue-issues', 'issue', (position, { businessDate }) => {
  const step = debtInterest(position.terms, issuePositionOf(position), businessDate);
  if (step) return { journals: step.journals, position: issueAfter(position, step, businessDate) };
  const { booked } = position;
  const through = businessDate > booked.interestThrough ? businessDate : booked.interestThrough;
  return { journals: [], position: { ...position, booked: { ...booked, interestThrough: through } } };
});

/** R17: what lenders of securities earn. */
export const chargeBorrowings = overPositions('charge-borrowings', 'borrowing', (position, { businessDate }) => {
  const { terms, booked } = position;
  const fee = borrowFee(terms, booked.fee.minorUnits, businessDate);
  return {
    journals: journalsOf(fee),
    position: {
      ...position,
      booked: { fee: amountAfter(fee, booked.fee) },
      live: terms.to === null || businessDate < terms.to,
    },
  };
});

/** R11: what the depositories are expected to charge and to bring for fails, as they report them. */
export const expectPenalties = overPositions('expect-penalties', 'penalty', (position, { businessDate }) => {
  const { terms, booked } = position;
  const penalty = penaltyExpected(terms, booked.days, booked.expected.minorUnits, businessDate);
  return {
    journals: journalsOf(penalty),
    position: {
      ...position,
      booked: { ...booked, expected: amountAfter(penalty, booked.expected) },
      live: booked.days.some(({ date }) => date > businessDate),
    },
  };
});

/** R14 at amortised cost: losses expected within twelve months, as the risk unit states them. */
export const allowForLosses = overPositions('allow-for-losses', 'allowance', (position, { businessDate }) => {
  const { terms, booked } = position;
  if (terms.on > businessDate) return { journals: [], position };
  const allowance = lossAllowance(terms, terms.loss, booked.allowed.minorUnits, businessDate);
  return {
    journals: journalsOf(allowance),
    position: { ...position, booked: { allowed: amountAfter(allowance, booked.allowed) }, live: false },
  };
});
