import type { backOfficeFact, EventOf, Fault } from '#contracts';
import type { Journal } from '#domain/ledger';
import type { About, Position, PositionKind } from './position.store.js';

export type Fact = EventOf<typeof backOfficeFact>;
export type FactKind = Fact['kind'];
export type FactOf<Kind extends FactKind> = Extract<Fact, { readonly kind: Kind }>;

/** What comes of a fact: journals to post now, and what the end of the day will go over. */
export interface FactOutcome {
  readonly journals: readonly Journal[];
  readonly positions: readonly Position[];
}

/** How facts of one kind are booked: a pure function of the fact and of the positions it is about. */
export interface FactRule<Kind extends FactKind> {
  /** Undefined where the fact says all that is needed. */
  about(fact: FactOf<Kind>): About | undefined;
  /**
   * @param ended last business day whose end has been posted
   * @throws FactRefused, KnownAlready, and whatever a recipe refuses
   */
  book(fact: FactOf<Kind>, known: readonly Position[], ended: string | null): FactOutcome;
}

export type FactRules<Kind extends FactKind> = { readonly [Each in Kind]: FactRule<Each> };

/** The fact cannot be booked as it is; who sent it reads why. */
export class FactRefused extends Error {
  override readonly name = 'FactRefused';

  constructor(readonly fault: Fault) {
    super(`${fault.field} ${fault.value}: ${fault.rule}`);
  }
}

/** Another message told exactly that: nothing is to be done. */
export class KnownAlready extends Error {
  override readonly name = 'KnownAlready';
}

export function refuse(field: string, value: string, rule: string, remedy: string): never {
  throw new FactRefused({ field: `/${field}`, value, rule, remedy });
}

/** A position as a fact opens it. @throws KnownAlready where it was told before, FactRefused where it was told otherwise */
export function opened<Kind extends PositionKind>(
  position: Position<Kind>,
  [known]: readonly Position[],
  field: string,
): Position<Kind> {
  if (!known) return position;
  if (JSON.stringify(known.terms) === JSON.stringify(position.terms)) throw new KnownAlready();
  return refuse(field, position.id, 'is known already, on other terms', 'Give it an id of its own.');
}

/** The position that a fact goes on with. @throws FactRefused where nobody has opened it */
export function standing<Kind extends PositionKind>(
  kind: Kind,
  [known]: readonly Position[],
  field: string,
  value: string,
): Position<Kind> {
  if (known?.kind === kind) return known as unknown as Position<Kind>;
  return refuse(
    field,
    value,
    `is no ${kind} that the ledger has been told of`,
    'Tell what opened it, then tell this again under a fact id of its own.',
  );
}

export const nothingPosted = (...positions: readonly Position[]): FactOutcome => ({ journals: [], positions });
