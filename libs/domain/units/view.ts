/** Figures of one key by name, whole numbers: minor units, counts, or quantities of 10^-12. */
export type Figures<Name extends string> = Readonly<Record<Name, bigint>>;

/** What the units show: one line per key, each figure the sum of what obligations, trades and journals add to it. */
export interface View<KeyName extends string, FigureName extends string> {
  readonly keyNames: readonly KeyName[];
  readonly figureNames: readonly FigureName[];
}

export type Key<KeyName extends string> = Readonly<Record<KeyName, string>>;

export interface Change<KeyName extends string, FigureName extends string> {
  readonly key: Key<KeyName>;
  readonly figures: Figures<FigureName>;
}

/** Sums what changes per key, so that several facts touching one key become one change of it. */
export class Changes<KeyName extends string, FigureName extends string> {
  private readonly byKey = new Map<string, Change<KeyName, FigureName>>();

  constructor(private readonly view: View<KeyName, FigureName>) {}

  add(key: Key<KeyName>, figures: Partial<Figures<FigureName>>, sign = 1n): void {
    const text = keyText(this.view, key);
    const before = this.byKey.get(text)?.figures;
    this.byKey.set(text, { key, figures: this.sum(before, figures, sign) });
  }

  /** Changes that change something, in the order of their keys. */
  all(): Change<KeyName, FigureName>[] {
    return [...this.byKey]
      .filter(([, { figures }]) => this.view.figureNames.some((name) => figures[name] !== 0n))
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([, change]) => change);
  }

  private sum(
    before: Figures<FigureName> | undefined,
    added: Partial<Figures<FigureName>>,
    sign: bigint,
  ): Figures<FigureName> {
    const entries = this.view.figureNames.map((name) => [name, (before?.[name] ?? 0n) + sign * (added[name] ?? 0n)]);
    return Object.fromEntries(entries) as Figures<FigureName>;
  }
}

/** Keys have no `|` in them: references, dates, currency codes. */
export function keyText<KeyName extends string>({ keyNames }: View<KeyName, string>, key: Key<KeyName>): string {
  return keyNames.map((name) => key[name]).join('|');
}
