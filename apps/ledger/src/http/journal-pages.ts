import type { JournalView, Page, PostingView } from '#contracts';
import { explain, findAccount, findRule, linkIdOf } from '#domain/ledger';
import { formatAmount } from '#domain/money';
import type { Transaction } from '#platform/database';

export interface JournalFilter {
  readonly tradeId?: string | undefined;
  readonly journalId?: string | undefined;
  /** Place in the chain of `book`. */
  readonly sequence?: string | undefined;
  /** All journals of the fact that this one belongs to. */
  readonly linkOf?: string | undefined;
  readonly book?: string | undefined;
  readonly account?: string | undefined;
  readonly detail?: string | undefined;
  readonly currency?: string | undefined;
}

/** Place of a journal: the last one of a page is where the next begins. */
export interface JournalPlace {
  readonly book: string;
  readonly sequence: string;
}

/** Conditions as fixed SQL over numbered parameters; a caller's text is never part of a statement. */
class Conditions {
  readonly parameters: unknown[] = [];
  private readonly fragments: string[] = [];

  /** `fragment` names its parameter `?`, once or more often. */
  add(fragment: string, value: unknown): this {
    if (value === undefined) return this;
    this.parameters.push(value);
    this.fragments.push(fragment.replaceAll('?', `$${this.parameters.length}`));
    return this;
  }

  after(place: JournalPlace | undefined): this {
    if (!place) return this;
    this.parameters.push(place.book, place.sequence);
    const at = this.parameters.length;
    this.fragments.push(`(p.book, p.sequence) < ($${at - 1}::text, $${at}::bigint)`);
    return this;
  }

  where(): string {
    return this.fragments.length === 0 ? '' : `where ${this.fragments.join(' and ')}`;
  }
}

/** Journals are looked for among postings only where the filter asks for what postings alone have. */
function sourceOf({ account, detail, currency }: JournalFilter): string {
  return account === undefined && detail === undefined && currency === undefined ? 'ledger.journal' : 'ledger.posting';
}

/** A key begins with its trade and a slash; '0' is the character after the slash. Facts of holdings are not a trade's. */
const BY_TRADE = `(p.book, p.sequence) in (
  select t.book, t.sequence from ledger.journal t where t.key > ?::text || '/' and t.key < ?::text || '0' and t.trade_id = ?)`;

function conditionsOf({
  tradeId,
  journalId,
  linkOf,
  sequence,
  book,
  account,
  detail,
  currency,
}: JournalFilter): Conditions {
  return new Conditions()
    .add('p.account = ?', account)
    .add('p.book = ?', book)
    .add('p.sequence = ?::bigint', sequence)
    .add('p.detail = ?', detail)
    .add('p.currency = ?', currency)
    .add(BY_TRADE, tradeId)
    .add(
      '(p.book, p.sequence) in (select t.book, t.sequence from ledger.journal t where t.journal_id = ?::uuid)',
      journalId,
    )
    .add(
      `(p.book, p.sequence) in (select t.book, t.sequence from ledger.journal t
        where t.key = (select one.key from ledger.journal one where one.journal_id = ?::uuid))`,
      linkOf,
    );
}

/** Latest first within each book. One row more than asked for tells whether there is a next page. */
export async function journalPage(
  db: Transaction,
  filter: JournalFilter,
  after: JournalPlace | undefined,
  limit: number,
): Promise<Page<JournalView> & { readonly last?: JournalPlace }> {
  const source = sourceOf(filter);
  const page = conditionsOf(filter).after(after);
  const places = await db.rows<JournalPlace>(
    `select distinct p.book, p.sequence::text as sequence, p.sequence as place from ${source} p ${page.where()}
     order by p.book desc, place desc limit ${limit + 1}`,
    page.parameters,
  );
  const all = conditionsOf(filter);
  const [count] = await db.rows<{ total: number }>(
    `select count(*)::integer as total from (select distinct p.book, p.sequence from ${source} p ${all.where()}) found`,
    all.parameters,
  );
  const shown = places.slice(0, limit);
  const last = shown.at(-1);
  return {
    rows: await journalViews(db, shown),
    total: count?.total ?? 0,
    ...(places.length > limit && last ? { last: { book: last.book, sequence: last.sequence } } : {}),
  };
}

interface Row {
  readonly journal_id: string;
  readonly book: string;
  readonly sequence: string;
  readonly key: string;
  readonly rule: string;
  readonly rule_version: number;
  readonly effective_date: string;
  readonly recorded_at: Date;
  readonly reverses: string | null;
  readonly trade_id: string;
  readonly source_event_id: string;
  readonly source: string;
  readonly actor: string | null;
  readonly approver: string | null;
  readonly accounting: JournalView['accounting'];
  readonly hash: Buffer;
  readonly inputs: string;
  readonly account: string;
  readonly detail: string;
  readonly currency: string;
  readonly minor_units: string;
}

async function journalViews(db: Transaction, places: readonly JournalPlace[]): Promise<JournalView[]> {
  const rows = await db.rows<Row>(
    `select j.journal_id, j.book, j.sequence::text, j.key, j.rule, j.rule_version, j.effective_date::text, j.recorded_at,
       j.reverses, j.trade_id, j.source_event_id, j.source, j.actor, j.approver, j.accounting, j.hash, j.inputs, p.account, p.detail, p.currency, p.minor_units::text
     from unnest($1::text[], $2::bigint[]) with ordinality as wanted(book, sequence, place)
     join ledger.journal j on j.book = wanted.book and j.sequence = wanted.sequence
     join ledger.posting p on p.book = j.book and p.sequence = j.sequence and p.effective_date = j.effective_date
     order by wanted.place, p.ord`,
    [places.map(({ book }) => book), places.map(({ sequence }) => sequence)],
  );
  const views: (JournalView & { readonly postings: PostingView[] })[] = [];
  for (const row of rows) {
    let view = views.at(-1);
    if (view?.journalId !== row.journal_id) views.push((view = viewOf(row)));
    view.postings.push(postingView(row));
  }
  return views;
}

function viewOf(row: Row): JournalView & { readonly postings: PostingView[] } {
  const rule = findRule(row.rule, row.rule_version);
  return {
    journalId: row.journal_id,
    linkId: linkIdOf(row.key),
    book: row.book,
    sequence: row.sequence,
    rule: row.rule,
    ruleVersion: row.rule_version,
    effectiveDate: row.effective_date,
    recordedAt: row.recorded_at.toISOString(),
    reverses: row.reverses,
    tradeId: row.trade_id,
    sourceEventId: row.source_event_id,
    source: row.source,
    actor: row.actor,
    approver: row.approver,
    accounting: row.accounting,
    hash: row.hash.toString('hex'),
    postings: [],
    explain: {
      ...explain(rule, JSON.parse(row.inputs) as Record<string, string>),
      formula: rule.formula,
      rounding: rule.rounding,
    },
  };
}

function postingView({ account, detail, currency, minor_units }: Row): PostingView {
  const minorUnits = BigInt(minor_units);
  const amount = {
    amount: formatAmount({ minorUnits: minorUnits < 0n ? -minorUnits : minorUnits, currency }),
    currency,
  };
  return {
    account,
    accountName: findAccount(account)?.name ?? account,
    detail,
    debit: minorUnits > 0n ? amount : null,
    credit: minorUnits < 0n ? amount : null,
  };
}
