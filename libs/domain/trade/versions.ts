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
}

export const untouched: SideState = { applied: 0, cancelled: false };

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
 * Folds versions into a side one by one, as they arrived: the next version applies, a gap waits, a cancel wins at once (also
 * before its new: a tombstone), what is older than what stands is history. How the messages were cut into batches plays no
 * part. `waiting` came before their turn earlier on; each version is in only one of the lists, and once.
 */
export function foldVersions<Item extends Versioned>(
  state: SideState,
  waiting: readonly Item[],
  arrived: readonly Item[],
): Fold<Item> {
  const applied: { item: Item; replaces: number | null }[] = [];
  const history: Item[] = [];
  const early = new Map(waiting.map((item) => [item.version, item]));
  let { applied: last, cancelled } = state;
  const apply = (item: Item): void => {
    applied.push({ item, replaces: last === 0 ? null : last });
    last = item.version;
    early.delete(item.version);
  };
  for (const item of arrived) {
    if (cancelled || item.version <= last) history.push(item);
    else if (item.action === 'CANCEL') {
      apply(item);
      cancelled = true;
      history.push(...early.values());
      early.clear();
    } else if (item.version === last + 1) {
      for (let next: Item | undefined = item; next !== undefined; next = early.get(last + 1)) apply(next);
    } else early.set(item.version, item);
  }
  return { state: { applied: last, cancelled }, applied, history, waiting: [...early.values()] };
}
