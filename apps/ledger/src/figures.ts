import type { FigureStatement } from '#platform/database';

export const bookFigures: readonly FigureStatement[] = [
  {
    name: 'asiento_journals_posted',
    help: 'Journals in the chain of the book.',
    labels: ['book'],
    statement: 'select book, sequence as value from ledger.chain_head',
  },
];
