import { createHash } from 'node:crypto';
import pg from 'pg';
import { deskLedgerDecision, type EventOf } from '#contracts';
import { journalId, postingRules } from '#domain/ledger';
import { openServiceDatabase, type Database, type DatabaseAddress } from '#platform/database';
import { runBatch } from '#test/batches';
import { caused, LedgerDesk } from '#test/ledger-desk';
import { endOfDay } from '#test/ledger-events';
import { readCalendar } from '../../apps/ledger/src/books/books-calendar.js';
import { asLedgerRefusal, LedgerRefusal } from '../../apps/ledger/src/books/ledger-refusal.js';
import { postBatch } from '../../apps/ledger/src/books/posted-batch.js';
import { journalsByKey } from '../../apps/ledger/src/books/posted-journals.js';
import { verifyLedger } from '../../apps/ledger/src/evidence/verify-ledger.js';
import { handlers } from '../../apps/ledger/src/handlers.js';
import { BooksController } from '../../apps/ledger/src/http/books.controller.js';
import { journalsOf } from './domain-journals.js';
import {
  nameOf,
  saidOfPosting,
  saidOfReport,
  type Act,
  type Batch,
  type BalanceAsked,
  type Books,
  type Decision,
  type PeriodChange,
  type ReportAsked,
  type Told,
  type WholeBooks,
} from './ledger-acts.js';

/** How often a batch is tried again that found a month closed after it had looked: as the bus would. */
const TRIES = 5;

const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/^it does not say/, 'no subject'],
  [/is the id of another proposal$/, 'id taken'],
  [/^there is no proposal/, 'unknown'],
  [/^there is no payroll batch/, 'no payroll'],
  [/is (approved|rejected) already$/, 'decided'],
  [/another person has to approve$/, 'same person'],
  [/^what was shown is not/, 'not as shown'],
  [/is (open|soft|hard) already$/, 'already so'],
  [/from there it goes to/, 'no way'],
  [/is not ready to be closed for good/, 'not ready'],
];

/** The books of the house themselves: what services call, in a database of their own. */
export class BooksInPostgres implements Books {
  private readonly reports: BooksController;
  private readonly desk: LedgerDesk;
  private decided = 0;

  private constructor(
    private readonly db: Database,
    private readonly address: DatabaseAddress,
  ) {
    this.reports = new BooksController(db);
    this.desk = new LedgerDesk(db, handlers);
  }

  /** @param template a database of empty books that nobody is connected to */
  static async open(template: DatabaseAddress, name: string): Promise<BooksInPostgres> {
    const address = { adminUrl: template.adminUrl, database: name };
    await asAdministrator(address, [`create database ${name} template ${template.database}`]);
    return new BooksInPostgres(await openServiceDatabase(address, 'ledger'), address);
  }

  async drop(): Promise<void> {
    await this.db.close();
    await asAdministrator(this.address, [`drop database ${this.address.database} with (force)`]);
  }

  async do(act: Act): Promise<Told> {
    switch (act.do) {
      case 'post':
        return this.post(act.batch);
      case 'change a period':
        return { said: await this.changePeriod(act.change) };
      case 'add up':
        await this.db.rows('select ledger.add_up($1)', [act.moreThan]);
        return { said: 'added up' };
      case 'trial balance': {
        const report = await this.reports.trialBalance(queryOf(act.asked));
        return { said: saidOfReport(report), asAt: report.asAt, report: JSON.stringify(report) };
      }
      case 'unit bridge': {
        const report = await this.reports.unitBridge(queryOf(act.asked));
        return { said: JSON.stringify(report), asAt: report.asAt, report: JSON.stringify(report) };
      }
      case 'balance':
        return { said: await this.balance(act.asked) };
      case 'summary': {
        const { chains: upTo, ...summary } = await this.reports.summary();
        return { said: saidOfReport({ ...summary, upTo } as Parameters<typeof saidOfReport>[0]) };
      }
      case 'decide':
        return { said: await this.decide(act.decision) };
      case 'end a day': {
        await this.desk.end(endOfDay(act.day));
        const [row] = await this.db.rows<{ ended: string }>('select ended::text from ledger.business_day');
        return { said: `ended ${row?.ended}` };
      }
    }
  }

  async whole(): Promise<WholeBooks> {
    const [balances, journals, periods, proposals, { faults }] = await Promise.all([
      this.db.rows<{ place: string; units: string }>(
        `select concat_ws('|', book, accounting, account, detail, currency, effective_date) as place,
           sum(debit - credit)::text as units
         from ledger.balances(null) group by 1 having sum(debit - credit) <> 0`,
      ),
      this.db.rows<JournalPlace>(
        `select key, book, accounting, sequence::text, (extract(epoch from recorded_at) * 1000000)::bigint::text as micros
         from ledger.journal j order by j.book, j.sequence`,
      ),
      this.db.rows<{ line: string }>(
        `select to_char(period, 'YYYY-MM') || ' ' || state as line from ledger.period where state <> 'open' order by period`,
      ),
      this.db.rows<{ line: string }>(
        `select proposal_id || ' ' || state as line from ledger.proposal order by proposal_id`,
      ),
      verifyLedger(this.db),
    ]);
    return {
      balances: new Map(balances.map(({ place, units }) => [place, BigInt(units)])),
      journals: journals.map((one) => ({
        name: nameOf(one.key, one.book, one.accounting),
        place: `${one.book} ${one.sequence}`,
        recordedAt: BigInt(one.micros),
      })),
      periods: periods.map(({ line }) => line),
      proposals: proposals.map(({ line }) => line),
      faults: faults.map(({ book, sequence, what }) => `${book} ${sequence ?? ''}: ${what}`),
    };
  }

  private async post(batch: Batch): Promise<Told> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.postOnce(batch);
      } catch (error) {
        if (!(error instanceof LedgerRefusal)) throw error;
        if (error.reason === 'period-closed' && batch.moved && attempt < TRIES) continue;
        return { said: `refused: ${error.reason}` };
      }
    }
  }

  private postOnce(batch: Batch): Promise<Told> {
    return this.db.transaction(async (tx) => {
      const { closed, hardClosed } = await readCalendar(tx);
      const keys = batch.intents.flatMap((intent) => (intent.kind === 'reversal' ? [intent.of] : []));
      const posted = await journalsByKey(tx, keys);
      const journals = journalsOf(batch, {
        closed: batch.adjusting ? hardClosed : closed,
        posted: (key) => posted.get(key) ?? [],
        idOf,
      });
      const [actor, approver] = batch.people ?? [null, null];
      const left = await postBatch(
        tx,
        journals.map((journal) => ({ ...caused, journal, actor, approver, adjusting: batch.adjusting })),
      );
      const placed = await tx.rows<JournalPlace>(
        `select key, book, accounting, sequence::text, (extract(epoch from recorded_at) * 1000000)::bigint::text as micros
         from ledger.journal j where journal_id = any($1) order by j.book, j.sequence`,
        [journals.filter(({ id }) => !left.has(id)).map(({ id }) => id)],
      );
      const said = saidOfPosting(
        placed.map((one) => `${nameOf(one.key, one.book, one.accounting)} at ${one.sequence}`),
        journals.flatMap(({ id, head, book, accounting }) =>
          left.has(id) ? [nameOf(head.key, book, accounting)] : [],
        ),
      );
      return { said, ...(placed[0] ? { recordedAt: BigInt(placed[0].micros) } : {}) };
    });
  }

  private async changePeriod({ month, to, proposedBy, approvedBy }: PeriodChange): Promise<string> {
    try {
      const [row] = await this.db.rows<{ before: string }>(
        'select ledger.change_period($1, $2, $3, $4, $5) as before',
        [`${month}-01`, to, proposedBy, approvedBy, 'drawn'],
      );
      return `was ${row?.before}`;
    } catch (error) {
      const refusal = asLedgerRefusal(error);
      if (refusal instanceof LedgerRefusal) return `refused: ${refusal.reason}`;
      throw error;
    }
  }

  private async balance({ book, account, detail, currency, accounting, through }: BalanceAsked): Promise<string> {
    const [row] = await this.db.rows<{ balance: string }>(
      'select ledger.balance_of($1, $2, $3, $4, $5, $6)::text as balance',
      [book, account, detail, currency, accounting, through],
    );
    return row?.balance ?? '';
  }

  private async decide({ proposalId, act, actor, subject, asShown }: Decision): Promise<string> {
    this.decided += 1;
    const messageId = `D${this.decided}`;
    const shown = act === 'approve' ? await this.shownOf(proposalId, asShown) : undefined;
    const decision: EventOf<typeof deskLedgerDecision> = {
      messageId,
      proposalId,
      act,
      actor,
      reason: 'drawn',
      decidedAt: '2026-06-30T10:00:00.000Z',
      ...(subject === null ? {} : { subject }),
      ...(shown === undefined ? {} : { shown }),
    };
    await runBatch((batch, tx) => new handlers.decisions().decide(batch, tx), this.db, deskLedgerDecision, [decision]);
    const [row] = await this.db.rows<{ refused: string }>('select refused from ledger.decision where message_id = $1', [
      messageId,
    ]);
    const refused = row?.refused ?? 'not heard';
    if (refused === '') return 'done';
    return `refused: ${REFUSALS.find(([words]) => words.test(refused))?.[1] ?? refused}`;
  }

  private async shownOf(proposalId: string, asShown: boolean): Promise<string> {
    const [row] = await this.db.rows<{ subject_hash: string }>(
      'select subject_hash from ledger.proposal where proposal_id = $1',
      [proposalId],
    );
    return asShown && row ? row.subject_hash : createHash('sha256').update('something else').digest('hex');
  }
}

interface JournalPlace {
  readonly key: string;
  readonly book: string;
  readonly accounting: string;
  readonly sequence: string;
  readonly micros: string;
}

/** Facts are all drawn under one rule, reversals under theirs. */
function idOf(name: string): string {
  const [, key = '', book = '', accounting = ''] = /^(.*) in (.*) by (\w+)$/.exec(name) ?? [];
  const rule = /\/(reversal|again)$/.test(key) ? postingRules.reversal : postingRules.bondTradeDate;
  return journalId(key, rule, book, accounting as 'common' | 'TDA' | 'SDA');
}

function queryOf({ accounting, asOf, asAt, book, currency }: ReportAsked): Record<string, string> {
  return {
    accounting,
    ...(asOf === null ? {} : { asOf }),
    ...(asAt === null ? {} : { asAt }),
    ...(book === null ? {} : { book }),
    ...(currency === null ? {} : { currency }),
  };
}

async function asAdministrator({ adminUrl }: DatabaseAddress, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
