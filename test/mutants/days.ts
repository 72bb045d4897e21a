import type { Mutant } from './mutant.js';

const day = 'apps/ledger/src/day';
const holdings = `${day}/holdings-at-close.spec.ts`;
const facts = 'apps/ledger/src/facts/facts.spec.ts';

/** What the end of a day makes of positions that are open, partly delivered, or gone. */
export const days: readonly Mutant[] = [
  {
    id: 'B3.9',
    title: 'a change of value that has joined the asset is marked once more',
    file: `${day}/follow-deliveries.ts`,
    edits: [{ find: '    await markTaken(tx, followed);\n', replace: '' }],
    spec: holdings,
    test: 'in parts takes its change of value part by part, and withdrawn before delivery gives it back',
  },
  {
    id: 'B3.10',
    title: 'what is sold and not delivered is marked on by its seller',
    file: `${day}/mark-holdings.ts`,
    edits: [{ find: "if (stored.accounting !== 'SDA') return;", replace: "if (stored.accounting !== 'TDA') return;" }],
    spec: holdings,
    test: 'are held at what they were worth until they are delivered, by settlement date, and marked no more',
  },
  {
    id: 'B3.6',
    title: 'a coupon that is claimed from the seller is earned a second time',
    file: `${day}/accrue-bonds.ts`,
    edits: [
      {
        find: "subtract(accounting === 'TDA' ? openAccrued : zero(terms.currency), claimed)",
        replace: "subtract(accounting === 'TDA' ? openAccrued : zero(terms.currency), zero(claimed.currency))",
      },
    ],
    spec: holdings,
    test: 'has its coupon claimed from the seller, who pays it, and neither earns it twice',
  },
  {
    id: 'B3.7',
    title: 'a penalty that is reported again for its day is counted twice',
    file: 'apps/ledger/src/facts/fail-facts.ts',
    edits: [{ find: '.filter(({ date }) => date !== day.date)', replace: '.filter(({ date }) => date !== leg)' }],
    spec: facts,
    test: 'book the penalty of each day as it is reported, a report again replacing the one before',
  },
  {
    id: 'B3.8',
    title: 'half of an exchange is revalued where the other currency has no rate',
    file: `${day}/revalue-currencies.ts`,
    edits: [{ find: '  if (priced.length < rows.length) return [];\n', replace: '' }],
    spec: holdings,
    test: 'is left alone where one of its currencies has no rate',
  },
];
