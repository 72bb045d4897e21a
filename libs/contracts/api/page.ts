/**
 * What the services' HTTP APIs give and take; the dashboard and the command line read nothing else.
 * Amounts are decimal text in major units with the currency beside it; ids, dates and instants as in the events.
 * Lists are paged by an opaque cursor: `next` is absent on the last page.
 */
export interface Page<Row> {
  readonly rows: readonly Row[];
  readonly next?: string;
  /** Rows of the whole result, counted exactly, unless `moreThanTotal` says that counting has stopped. */
  readonly total: number;
  /** There are more rows than `total`; absent where `total` is exact. */
  readonly moreThanTotal?: true;
}

export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** RFC 9457 problem details, the form of every error. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly code: string;
  readonly errors?: readonly {
    readonly field: string;
    readonly value: string;
    readonly rule: string;
    readonly remedy: string;
  }[];
}
