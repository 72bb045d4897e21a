import { createHash } from 'node:crypto';
import { Decimal } from '#domain/money';
import { insertRows, type Transaction } from '#platform/database';

/** A table of figures by key, each of them a sum: the order in which changes come plays no part. */
export interface View {
  readonly table: string;
  readonly constraint: string;
  readonly keys: readonly string[];
  readonly figures: readonly string[];
}

export const cashLadderView: View = {
  table: 'units.cash_ladder',
  constraint: 'cash_ladder_pk',
  keys: ['nostro', 'currency', 'value_date'],
  figures: ['expected', 'settled', 'failing'],
};

export const debtView: View = {
  table: 'units.debt',
  constraint: 'debt_pk',
  keys: ['book', 'isin', 'currency'],
  figures: ['traded', 'settled', 'cost', 'accrued'],
};

export const exposureView: View = {
  table: 'units.exposure',
  constraint: 'exposure_pk',
  keys: ['counterparty', 'currency'],
  figures: ['to_pay', 'to_receive', 'failing', 'open_obligations', 'failing_obligations'],
};

/** Changes of one view, added up per key. */
export class Changes {
  readonly byKey = new Map<string, { readonly key: readonly string[]; readonly figures: Decimal[] }>();

  constructor(readonly view: View) {}

  add(key: readonly string[], figure: string, amount: bigint | string): void {
    const name = key.join('|');
    let change = this.byKey.get(name);
    if (!change) this.byKey.set(name, (change = { key, figures: this.view.figures.map(() => new Decimal(0)) }));
    const index = this.view.figures.indexOf(figure);
    change.figures[index] = (change.figures[index] ?? new Decimal(0)).plus(amount.toString());
  }
}

/** State of one key after a change, with the proof that readers need. */
export interface ViewState {
  readonly key: readonly string[];
  readonly figures: readonly string[];
  readonly sequence: number;
  readonly digest: string;
}

type Row = Record<string, string> & { readonly sequence: number; readonly digest: string };

/** Adds the changes, one step of the sequence per key; keys whose figures stay as they are make no step. */
export async function applyChanges(tx: Transaction, { view, byKey }: Changes): Promise<ViewState[]> {
  const changes = [...byKey.values()].filter(({ figures }) => figures.some((figure) => !figure.isZero()));
  if (changes.length === 0) return [];
  const { table, constraint, keys, figures } = view;
  changes.sort((left, right) => (left.key.join('|') < right.key.join('|') ? -1 : 1));
  const before = await tx.rows<Row>(
    `select ${[...keys, 'sequence', 'digest', ...figures.map((figure) => `${figure}::text as ${figure}`)].join(', ')} from ${table}
     where (${keys.join(', ')}) in (select * from unnest(${keys.map((_, index) => `$${index + 1}::text[]`).join(', ')}))
     order by ${keys.join(', ')} for update`,
    keys.map((_, index) => changes.map(({ key }) => key[index])),
  );
  const known = new Map(before.map((row) => [keys.map((key) => row[key]).join('|'), row]));
  const states = changes.map(({ key, figures: deltas }): ViewState => {
    const row = known.get(key.join('|'));
    const now = deltas.map((delta, index) => delta.plus(row?.[figures[index] ?? ''] ?? '0').toFixed());
    const sequence = (row?.sequence ?? 0) + 1;
    const digest = createHash('sha256')
      .update(`${row?.digest ?? ''}|${[...key, ...now, sequence].join('|')}`)
      .digest('hex');
    return { key, figures: now, sequence, digest };
  });
  const columns = Object.fromEntries([
    ...keys.map((key) => [key, 'text']),
    ...figures.map((figure) => [figure, 'numeric']),
    ['sequence', 'int'],
    ['digest', 'text'],
  ]) as Record<string, string>;
  await insertRows(
    tx,
    table,
    columns,
    states.map((state) =>
      Object.fromEntries([
        ...keys.map((key, index) => [key, state.key[index]]),
        ...figures.map((figure, index) => [figure, state.figures[index]]),
        ['sequence', state.sequence],
        ['digest', state.digest],
      ]),
    ),
    `on conflict on constraint ${constraint} do update set ${[...figures, 'sequence', 'digest'].map((column) => `${column} = excluded.${column}`).join(', ')}`,
  );
  return states;
}
