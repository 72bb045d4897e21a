import {
  keyText,
  proofAfter,
  unproved,
  type Change,
  type Figures,
  type Key,
  type Proof,
  type View,
} from '#domain/units';
import { insertRows, updateRows, type Transaction } from '#platform/database';
import { sha256 } from '../sha256.js';

/** A view and the table it is kept in; columns by the names of keys and figures. */
export interface KeptView<KeyName extends string, FigureName extends string> extends View<KeyName, FigureName> {
  readonly table: string;
  readonly columns: Readonly<Record<KeyName | FigureName, string>>;
  readonly canonical: (key: Key<KeyName>, figures: Figures<FigureName>) => string;
}

/** One key as it stands. */
export interface ViewState<KeyName extends string, FigureName extends string> {
  readonly key: Key<KeyName>;
  readonly figures: Figures<FigureName>;
  readonly proof: Proof;
  readonly asOf: string;
}

type Row = Readonly<Record<string, string>>;

const PROOF = { sequence: 'bigint', digest: 'text', as_of: 'text' } as const;

/**
 * Adds changes to the figures of their keys, each key one step of its sequence. The rows are made first and locked in the
 * order of their keys, so that two instances add one after the other.
 * @returns the new states, in the order of their keys
 */
export async function addToView<KeyName extends string, FigureName extends string>(
  tx: Transaction,
  view: KeptView<KeyName, FigureName>,
  changes: readonly Change<KeyName, FigureName>[],
  asOf: string,
): Promise<ViewState<KeyName, FigureName>[]> {
  if (changes.length === 0) return [];
  await beginKeys(tx, view, changes);
  const before = await lockKeys(tx, view, changes);
  const states = changes.map(({ key, figures }): ViewState<KeyName, FigureName> => {
    const known = before.get(keyText(view, key));
    if (!known) throw new Error(`${view.table} has lost the row of ${keyText(view, key)}`);
    const sums = sumOf(view, known.figures, figures);
    const latest = known.asOf > asOf ? known.asOf : asOf;
    return { key, figures: sums, proof: proofAfter(known.proof, view.canonical(key, sums), sha256), asOf: latest };
  });
  await writeStates(tx, view, states);
  return states;
}

function sumOf<FigureName extends string>(
  { figureNames }: View<string, FigureName>,
  left: Figures<FigureName>,
  right: Figures<FigureName>,
): Figures<FigureName> {
  return Object.fromEntries(figureNames.map((name) => [name, left[name] + right[name]])) as Figures<FigureName>;
}

interface KeyColumns<KeyName extends string> {
  readonly keyNames: readonly KeyName[];
  readonly columns: Readonly<Record<KeyName, string>>;
}

const keyColumns = <KeyName extends string>({ keyNames, columns }: KeyColumns<KeyName>): string[] =>
  keyNames.map((name) => columns[name]);

async function beginKeys<KeyName extends string, FigureName extends string>(
  tx: Transaction,
  view: KeptView<KeyName, FigureName>,
  changes: readonly Change<KeyName, FigureName>[],
): Promise<void> {
  const types = Object.fromEntries([
    ...keyColumns(view).map((column) => [column, 'text']),
    ...view.figureNames.map((name) => [view.columns[name], 'numeric']),
    ...Object.entries(PROOF),
  ]) as Record<string, string>;
  const nothing = {
    ...Object.fromEntries(view.figureNames.map((name) => [view.columns[name], '0'])),
    sequence: unproved.sequence,
    digest: unproved.digest,
    as_of: '',
  };
  await insertRows(
    tx,
    view.table,
    types,
    changes.map(({ key }) => ({
      ...Object.fromEntries(view.keyNames.map((name) => [view.columns[name], key[name]])),
      ...nothing,
    })),
    'on conflict do nothing',
  );
}

async function lockKeys<KeyName extends string, FigureName extends string>(
  tx: Transaction,
  view: KeptView<KeyName, FigureName>,
  changes: readonly Change<KeyName, FigureName>[],
): Promise<Map<string, ViewState<KeyName, FigureName>>> {
  const keys = keyColumns(view);
  const rows = await tx.rows<Row>(
    `select ${columnsRead(view)} from ${view.table}
     where (${keys.join(', ')}) in (select * from unnest(${keys.map((_, index) => `$${index + 1}::text[]`).join(', ')}))
     order by ${keys.join(', ')} for update`,
    view.keyNames.map((name) => changes.map(({ key }) => key[name])),
  );
  return new Map(rows.map((row) => stateOf(view, row)).map((state) => [keyText(view, state.key), state]));
}

async function writeStates<KeyName extends string, FigureName extends string>(
  tx: Transaction,
  view: KeptView<KeyName, FigureName>,
  states: readonly ViewState<KeyName, FigureName>[],
): Promise<void> {
  const keys = keyColumns(view);
  const figures = view.figureNames.map((name) => view.columns[name]);
  const columns: Record<string, string> = {
    ...Object.fromEntries([...keys.map((name) => [name, 'text']), ...figures.map((name) => [name, 'numeric'])]),
    ...PROOF,
  };
  await updateRows<string>(
    tx,
    view.table,
    keys,
    columns,
    states.map(({ key, figures: sums, proof, asOf }) => ({
      ...Object.fromEntries(view.keyNames.map((name) => [view.columns[name], key[name]])),
      ...Object.fromEntries(view.figureNames.map((name) => [view.columns[name], sums[name].toString()])),
      sequence: proof.sequence,
      digest: proof.digest,
      as_of: asOf,
    })),
  );
}

function columnsRead<KeyName extends string, FigureName extends string>(view: KeptView<KeyName, FigureName>): string {
  const figures = view.figureNames.map((name) => `${view.columns[name]}::text as ${view.columns[name]}`);
  return [...keyColumns(view), ...figures, 'sequence::text as sequence', 'digest', 'as_of'].join(', ');
}

function stateOf<KeyName extends string, FigureName extends string>(
  { keyNames, figureNames, columns }: KeptView<KeyName, FigureName>,
  row: Row,
): ViewState<KeyName, FigureName> {
  return {
    key: Object.fromEntries(keyNames.map((name) => [name, row[columns[name]] ?? ''])) as Key<KeyName>,
    figures: Object.fromEntries(
      figureNames.map((name) => [name, BigInt(row[columns[name]] ?? '0')]),
    ) as Figures<FigureName>,
    proof: { sequence: Number.parseInt(row['sequence'] ?? '0', 10), digest: row['digest'] ?? '' },
    asOf: row['as_of'] ?? '',
  };
}

/** Keys of which a figure is not zero, in their order; `after` is the last key of the page before. */
export async function viewPage<KeyName extends string, FigureName extends string>(
  tx: Transaction,
  view: KeptView<KeyName, FigureName>,
  after: readonly string[] | undefined,
  limit: number,
): Promise<{ states: ViewState<KeyName, FigureName>[]; total: number }> {
  const keys = keyColumns(view);
  const shown = someFigure(view);
  const beyond = after ? `and (${keys.join(', ')}) > (${keys.map((_, index) => `$${index + 2}`).join(', ')})` : '';
  const rows = await tx.rows<Row>(
    `select ${columnsRead(view)} from ${view.table} where ${shown} ${beyond} order by ${keys.join(', ')} limit $1`,
    [limit, ...(after ?? [])],
  );
  const [counted] = await tx.rows<{ total: number }>(`select count(*)::int as total from ${view.table} where ${shown}`);
  return { states: rows.map((row) => stateOf(view, row)), total: counted?.total ?? 0 };
}

/** Condition: not every figure is zero. */
function someFigure<FigureName extends string>({
  figureNames,
  columns,
}: {
  readonly figureNames: readonly FigureName[];
  readonly columns: Readonly<Record<FigureName, string>>;
}): string {
  return `(${figureNames.map((name) => `${columns[name]} <> 0`).join(' or ')})`;
}

/** What is true of the view, one line a key; how often it changed is not part of it. */
export function viewLines<KeyName extends string, FigureName extends string>(
  view: KeptView<KeyName, FigureName>,
): string {
  const columns = [...view.keyNames, ...view.figureNames].map((name) => view.columns[name]);
  return `select concat_ws('|', '${view.table}', ${columns.join(', ')}) as line from ${view.table}
    where ${someFigure(view)} order by ${keyColumns(view).join(', ')}`;
}
