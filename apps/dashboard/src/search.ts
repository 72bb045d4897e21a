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
  readonly tab?: 'message' | 'provenance' | undefined;
}

export function tradeSearch(given: Given): TradeSearch {
  return { tab: given['tab'] === 'message' || given['tab'] === 'provenance' ? given['tab'] : undefined };
}

export interface QueueSearch {
  readonly kind?: string | undefined;
  readonly open?: string | undefined;
}

export function queueSearch(given: Given): QueueSearch {
  return { kind: word(given['kind']), open: word(given['open']) };
}

export interface LedgerSearch {
  readonly currency?: string | undefined;
}

export function ledgerSearch(given: Given): LedgerSearch {
  return { currency: word(given['currency']) };
}

export interface PostingsSearch {
  readonly currency?: string | undefined;
  readonly book?: string | undefined;
  readonly account?: string | undefined;
  readonly detail?: string | undefined;
  readonly open?: string | undefined;
}

export function postingsSearch(given: Given): PostingsSearch {
  return {
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
