/** A version of one side of a trade, as far as its place in the order goes. */
export interface Versioned {
  readonly version: number;
  readonly action: 'NEW' | 'AMEND' | 'CANCEL';
}

/** What is known of one side of a trade. */
export interface SideState {
  /** Highest version applied; 0 before the first. */
  readonly applied: number;
  readonly cancelled: boolean;
  /** Versions that came before their turn. */
  readonly waiting: readonly number[];
}

export const untouched: SideState = { applied: 0, cancelled: false, waiting: [] };

export interface Fold<Item extends Versioned> {
  readonly state: SideState;
  /** In the order in which they apply. */
  readonly applied: readonly { readonly item: Item; readonly replaces: number | null }[];
  /** Came too late: an older version than what stands, or anything after a cancel. Kept as history only. */
  readonly history: readonly Item[];
  /** Wait for an earlier version. */
  readonly waiting: readonly Item[];
}

/**
 * Folds versions into a side, in any order: contiguous ones apply, a gap waits, a cancel wins at once (also before its new:
 * a tombstone), what is older than what stands is history. `items` are all that wait and all that are new, each version once.
 */
export function foldVersions<Item extends Versioned>(state: SideState, items: readonly Item[]): Fold<Item> {
  const sorted = [...items].sort((left, right) => left.version - right.version);
  const applied: { item: Item; replaces: number | null }[] = [];
  const history: Item[] = [];
  const waiting: Item[] = [];
  let { applied: last, cancelled } = state;
  const cancels = sorted.filter(({ action }) => action === 'CANCEL');
  const cancel = cancels.at(-1);
  for (const item of sorted) {
    if (cancelled || item.version <= last) history.push(item);
    else if (item === cancel) {
      applied.push({ item, replaces: last === 0 ? null : last });
      [last, cancelled] = [item.version, true];
    } else if (item.version === last + 1) {
      applied.push({ item, replaces: last === 0 ? null : last });
      last = item.version;
    } else if (cancel && item.version < cancel.version) history.push(item);
    else waiting.push(item);
  }
  return { state: { applied: last, cancelled, waiting: waiting.map(({ version }) => version) }, applied, history, waiting };
}
