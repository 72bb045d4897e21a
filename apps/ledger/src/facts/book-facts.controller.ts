import { Controller } from '@nestjs/common';
import { backOfficeFact, type Fault } from '#contracts';
import { NoInterestRuns, RateRejected } from '#domain/day-count';
import { idOf } from '#domain/identity';
import { IssueRejected, JournalRejected } from '#domain/ledger';
import { AmountRejected, CurrencyMismatch, UnknownCurrency } from '#domain/money';
import type { Transaction } from '#platform/database';
import { HandlesBatch, type Batch } from '#platform/messaging';
import { readCalendar } from '../books/books-calendar.js';
import { placeOf, type Entry } from '../books/entry.js';
import { postEntries } from '../books/posting-desk.js';
import { claimFacts } from './claim-facts.js';
import { couponFacts } from './coupon-facts.js';
import { debtFacts } from './debt-facts.js';
import { FactRefused, KnownAlready, type Fact, type FactRule, type FactRules } from './fact-rule.js';
import { failFacts } from './fail-facts.js';
import { feeFacts } from './fee-facts.js';
import { holdingFacts } from './holding-facts.js';
import { PositionsOfBatch } from './position.store.js';
import { repoFacts } from './repo-facts.js';
import { suspenseFacts } from './suspense-facts.js';

const RULES: FactRules<Fact['kind']> = {
  ...repoFacts,
  ...debtFacts,
  ...couponFacts,
  ...claimFacts,
  ...feeFacts,
  ...suspenseFacts,
  ...failFacts,
  ...holdingFacts,
};

/** Each rule takes facts of its own kind; the kind of a fact has chosen it. */
const ruleOf = ({ kind }: Fact): FactRule<Fact['kind']> => RULES[kind] as FactRule<Fact['kind']>;

/** What a recipe says against a fact whose every field is right by itself. */
const REFUSALS = [
  IssueRejected,
  JournalRejected,
  NoInterestRuns,
  RateRejected,
  AmountRejected,
  CurrencyMismatch,
  UnknownCurrency,
];

/** Books what no trade causes, as other systems of the house tell it; each fact after those about the same position. */
@Controller()
export class BookFactsController {
  @HandlesBatch(backOfficeFact)
  async book(batch: Batch<Fact>, tx: Transaction): Promise<void> {
    if (batch.received.length === 0) return;
    const calendar = await readCalendar(tx);
    const positions = await PositionsOfBatch.lock(
      tx,
      batch.received.flatMap(({ event }) => ruleOf(event).about(event) ?? []),
    );
    const entries: Entry[] = [];
    for (const received of batch.received) {
      const { event } = received;
      const about = ruleOf(event).about(event);
      try {
        const outcome = ruleOf(event).book(event, about ? positions.about(about) : [], calendar.ended);
        positions.change(outcome.positions);
        const cause = {
          ...{ sourceEventId: idOf('fact', event.factId), source: placeOf(received) },
          ...{ actor: null, approver: null, occurredAt: event.occurredAt, adjusting: false },
        };
        entries.push(...outcome.journals.map((journal) => ({ journal, ...cause })));
      } catch (error) {
        if (error instanceof KnownAlready) batch.duplicate(received);
        else batch.park(received, [faultOf(error)]);
      }
    }
    await positions.keep(tx);
    await postEntries(tx, batch, calendar, entries);
  }
}

/** @throws whatever is no refusal */
function faultOf(error: unknown): Fault {
  if (error instanceof FactRefused) return error.fault;
  if (!REFUSALS.some((refusal) => error instanceof refusal)) throw error;
  return { field: '', value: '', rule: (error as Error).message, remedy: 'Correct the fact and send it again.' };
}
