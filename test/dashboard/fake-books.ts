import { createHash } from 'node:crypto';
import type { JournalView, PostingView, TimelineEntry, TradeRow } from '#contracts';
import { BUSINESS_DATE, idOf, money } from './fake-values.js';

/**
 * Books that balance: trade date, settlement over the unit bridge, reversal. What is traded counts at the trade date in one
 * accounting and when it settles in the other.
 */
export class FakeBooks {
  readonly journals: JournalView[] = [];
  private readonly sequences = new Map<string, bigint>();
  private readonly heads = new Map<string, string>();

  post(row: TradeRow, isin: string, timeline: readonly TimelineEntry[], grossMinor: bigint): void {
    const currency = row.gross?.currency ?? 'EUR';
    const enriched = timeline.find(({ to }) => to === 'ENRICHED');
    if (enriched === undefined) return;
    const buys = row.side === 'BUY';
    const held = isin === '' ? ['1310', 'Money market placed', row.counterparty] : ['1100', 'Securities, FVTPL', isin];
    const due = buys
      ? ['2100', 'Due on unsettled purchases', row.counterparty]
      : ['1200', 'Due from unsettled sales', row.counterparty];
    const line = ([account = '', accountName = '', detail = '']: readonly string[], debit: boolean): PostingView => ({
      account,
      accountName,
      detail,
      debit: debit ? money(grossMinor, currency) : null,
      credit: debit ? null : money(grossMinor, currency),
    });
    const link = idOf('link', row.tradeId, 'trade-date');
    const sentence = 'quantity × price, rounded half to even to the minor unit';
    const inputs = { quantity: row.quantity ?? '', price: row.price ?? '', currency };
    const explain = { sentence, inputs, formula: 'quantity × price', rounding: 'Half to even.' };
    const base = { ruleVersion: 1, tradeId: row.tradeId, reverses: null, explain };
    this.journal(
      {
        ...base,
        linkId: link,
        book: row.book,
        rule: 'R1',
        effectiveDate: row.tradeDate,
        sourceEventId: enriched.eventId ?? '',
        accounting: 'TDA',
      },
      [line(held, buys), line(due, !buys)],
    );
    if (row.state === 'CANCELLED')
      this.journal(
        {
          ...base,
          linkId: idOf('link', row.tradeId, 'reversal'),
          book: row.book,
          rule: 'R15',
          effectiveDate: row.tradeDate,
          sourceEventId: timeline.at(-1)?.eventId ?? '',
          reverses: idOf('journal', link, row.book, 'TDA'),
          accounting: 'TDA',
        },
        [line(held, !buys), line(due, buys)],
      );
    const settled = timeline.find(({ to }) => to === 'SETTLED');
    if (settled === undefined) return;
    const nostro = ['1010', 'Nostro accounts', `${currency}-KUSTBEB0`];
    const facts = {
      ...base,
      linkId: idOf('link', row.tradeId, 'settled'),
      effectiveDate: BUSINESS_DATE,
      sourceEventId: settled.eventId ?? '',
      accounting: 'common' as const,
    };
    this.journal({ ...facts, book: row.book, rule: 'R1', accounting: 'SDA' }, [line(held, buys), line(due, !buys)]);
    if (row.book === 'house.treasury') {
      this.journal({ ...facts, book: row.book, rule: 'R2' }, [line(due, buys), line(nostro, !buys)]);
      return;
    }
    const bridge = (other: string): readonly string[] =>
      buys === (other === 'house.treasury') ? ['2980', 'Due to units', other] : ['1980', 'Due from units', other];
    this.journal({ ...facts, book: row.book, rule: 'R18' }, [line(due, buys), line(bridge('house.treasury'), !buys)]);
    this.journal({ ...facts, book: 'house.treasury', rule: 'R18' }, [
      line(bridge(row.book), buys),
      line(nostro, !buys),
    ]);
  }

  private journal(
    facts: Pick<
      JournalView,
      | 'linkId'
      | 'book'
      | 'rule'
      | 'ruleVersion'
      | 'effectiveDate'
      | 'sourceEventId'
      | 'tradeId'
      | 'reverses'
      | 'explain'
      | 'accounting'
    >,
    postings: readonly PostingView[],
  ): void {
    const sequence = (this.sequences.get(facts.book) ?? 0n) + 1n;
    const hash = createHash('sha256')
      .update(`${this.heads.get(facts.book) ?? ''}${facts.linkId}`)
      .digest('hex');
    this.sequences.set(facts.book, sequence);
    this.heads.set(facts.book, hash);
    this.journals.push({
      ...facts,
      journalId: idOf('journal', facts.linkId, facts.book, facts.accounting),
      sequence: String(sequence),
      recordedAt: recordedAt(this.journals.length),
      source: `intake.trade-captured.v1/0/${sequence}`,
      actor: null,
      approver: null,
      hash,
      postings,
    });
  }
}

/** One entry every tenth of a second from 16:00 on. */
function recordedAt(place: number): string {
  return new Date(Date.parse(`${BUSINESS_DATE}T16:00:00.000Z`) + place * 100).toISOString();
}
