import { BookFailsController } from './trades/book-fails.controller.js';
import { BookSettlementsController } from './trades/book-settlements.controller.js';
import { DecideProposalsController } from './approvals/decide-proposals.controller.js';
import { BookTradesController } from './trades/book-trades.controller.js';
import { CorrectTermsController } from './trades/correct-terms.controller.js';
import { SignDaysController } from './checkpoints/sign-days.controller.js';
import { BookFactsController } from './facts/book-facts.controller.js';
import { EndDayController } from './day/end-day.controller.js';
import { ProposePayrollController } from './payroll/propose-payroll.controller.js';
import { WithdrawVersionsController } from './trades/withdraw-versions.controller.js';

/** One controller a topic; none keeps anything between batches. */
export const handlers = {
  trades: BookTradesController,
  settlements: BookSettlementsController,
  fails: BookFailsController,
  withdrawals: WithdrawVersionsController,
  corrections: CorrectTermsController,
  day: EndDayController,
  facts: BookFactsController,
  payroll: ProposePayrollController,
  decisions: DecideProposalsController,
  checkpoints: SignDaysController,
} as const;
