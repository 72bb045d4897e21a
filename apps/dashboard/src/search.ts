/** What the addresses of the screens may carry. Anything else is dropped, so that a link never breaks a screen. */
type Given = Readonly<Record<string, unknown>>;

export interface TradesSearch {
  readonly state?: string | undefined;
  readonly product?: string | undefined;
  readonly unit?: string | undefined;
  readonly capacity?: string | undefined;
  readonly counterparty?: string | undefined;
  readonly search?: string | undefined;
  readonly sort?: string | undefined;
  readonly order?: 'asc' | 'desc' | undefined;
  /** Trade shown in the drawer. */
  readonly open?: string | undefined;
}

export function tradesSearch(given: Given): TradesSearch {
  return {
    state: word(given['state']),
    product: word(given['product']),
    unit: word(given['unit']),
    capacity: word(given['capacity']),
    counterparty: word(given['counterparty']),
    search: word(given['search']),
    sort: word(given['sort']),
    order: given['order'] === 'asc' || given['order'] === 'desc' ? given['order'] : undefined,
    open: word(given['open']),
  };
}

export interface TradeSearch {
  /** Journal that the reader comes back from. */
  readonly journal?: string | undefined;
  readonly tab?: 'message' | 'provenance' | undefined;
}

export function tradeSearch(given: Given): TradeSearch {
  return {
    journal: word(given['journal']),
    tab: given['tab'] === 'message' || given['tab'] === 'provenance' ? given['tab'] : undefined,
  };
}

export interface QueueSearch {
  readonly kind?: string | undefined;
  readonly open?: string | undefined;
}

export function queueSearch(given: Given): QueueSearch {
  return { kind: word(given['kind']), open: word(given['open']) };
}

/** A moment that moves is none: an address with it would not give the same report again. */
const LIVE = 'now';

/** What a report of the ledger is asked for; what the ledger refuses stays in the address, so that the field can say so. */
export interface ReportSearch {
  readonly accounting?: 'TDA' | 'SDA' | undefined;
  /** Days up to and with this one. */
  readonly asOf?: string | undefined;
  /** What was known at this moment; absent for now. */
  readonly asAt?: string | undefined;
}

export function reportSearch(given: Given): ReportSearch {
  const accounting = given['accounting'];
  return {
    accounting: accounting === 'TDA' || accounting === 'SDA' ? accounting : undefined,
    asOf: word(given['asOf']),
    asAt: given['asAt'] === LIVE ? undefined : word(given['asAt']),
  };
}

export interface LedgerSearch extends ReportSearch {
  readonly currency?: string | undefined;
}

export function ledgerSearch(given: Given): LedgerSearch {
  return { ...reportSearch(given), currency: word(given['currency']) };
}

export interface AccountingsSearch extends ReportSearch {
  readonly currency?: string | undefined;
  readonly book?: string | undefined;
  /** Leaves out the accounts that are the same in both. */
  readonly only?: 'differences' | undefined;
}

export function accountingsSearch(given: Given): AccountingsSearch {
  return {
    ...reportSearch(given),
    currency: word(given['currency']),
    book: word(given['book']),
    only: given['only'] === 'differences' ? 'differences' : undefined,
  };
}

export interface JournalSearch {
  /** Trade from whose screen the reader came, and goes back to. */
  readonly trade?: string | undefined;
}

export function journalSearch(given: Given): JournalSearch {
  return { trade: word(given['trade']) };
}

export interface PeriodsSearch {
  readonly month?: string | undefined;
  readonly proposal?: string | undefined;
}

export function periodsSearch(given: Given): PeriodsSearch {
  return { month: word(given['month']), proposal: word(given['proposal']) };
}

export interface ApprovalsSearch {
  readonly tab?: 'decided' | undefined;
  readonly open?: string | undefined;
}

export function approvalsSearch(given: Given): ApprovalsSearch {
  return { tab: given['tab'] === 'decided' ? 'decided' : undefined, open: word(given['open']) };
}

export interface AuditSearch {
  readonly actor?: string | undefined;
  readonly act?: string | undefined;
}

export function auditSearch(given: Given): AuditSearch {
  return { actor: word(given['actor']), act: word(given['act']) };
}

export interface PostingsSearch extends ReportSearch {
  readonly currency?: string | undefined;
  readonly book?: string | undefined;
  readonly account?: string | undefined;
  readonly detail?: string | undefined;
  readonly open?: string | undefined;
}

export function postingsSearch(given: Given): PostingsSearch {
  return {
    ...reportSearch(given),
    currency: word(given['currency']),
    book: word(given['book']),
    account: word(given['account']),
    detail: word(given['detail']),
    open: word(given['open']),
  };
}

function word(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' && value.length <= 200 ? value : undefined;
}
