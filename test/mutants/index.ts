import { approvals } from './approvals.js';
import { books } from './books.js';
import { consumers } from './consumers.js';
import { days } from './days.js';
import { decisions } from './decisions.js';
import { desk } from './desk.js';
import { evidence } from './evidence.js';
import { formats } from './formats.js';
import { amounts } from './amounts.js';
import { outbox } from './outbox.js';
import { services } from './services.js';
import type { Mutant } from './mutant.js';

const numbers = ({ id }: Mutant): number[] => id.slice(1).split('.').map(Number);

/** All planted bugs, in the order of the catalogue. */
export const mutants: readonly Mutant[] = [
  ...approvals,
  ...books,
  ...consumers,
  ...days,
  ...decisions,
  ...desk,
  ...evidence,
  ...formats,
  ...amounts,
  ...outbox,
  ...services,
].sort((left, right) => {
  const [[leftClass = 0, leftOne = 0], [rightClass = 0, rightOne = 0]] = [numbers(left), numbers(right)];
  return leftClass - rightClass || leftOne - rightOne;
});

export { classes, withoutMutants } from './mutant.js';
export type { Mutant, Planting } from './mutant.js';
