import { legalSteps, type State } from '#domain/life-cycle';

/** States an obligation can be in. `CONFIRMED` is back from the custodian, who rejected its instruction (L10). */
export const obligationStates = [
  'CONFIRMED',
  'INSTRUCTED',
  'MATCHED',
  'PARTIALLY_SETTLED',
  'FAILING',
  'CANCEL_PENDING',
  'SETTLED',
  'CANCELLED',
] as const satisfies readonly State[];

export type ObligationState = (typeof obligationStates)[number];

export interface LegalStep {
  /** Row of the life cycle, for example `L16`. */
  readonly id: string;
  readonly from: ObligationState;
  readonly to: ObligationState;
}

/**
 * Rows by which an obligation moves on what its custodian says. Not among them: early instruction (L9), buy-in (L21),
 * reversal by the market (L30); sending again what fails (L28) changes no state.
 */
const ROWS = new Set(['L8', 'L10', 'L11', 'L12', 'L16', 'L18', 'L19', 'L22', 'L24', 'L25', 'L26']);

const isObligationState = (state: State): state is ObligationState => obligationStates.some((one) => one === state);

const STEPS = legalSteps().flatMap(({ id, from, to }): LegalStep[] => {
  if (!ROWS.has(id) || !isObligationState(from) || !isObligationState(to)) return [];
  // L25 to CONFIRMED belongs to changed settlement data (L28).
  if (id === 'L25' && to !== 'CANCELLED') return [];
  return [{ id, from, to }];
});

/** The only states an obligation passes on the way to another one; all else must be reported. */
const PASSED = new Set<ObligationState>(['INSTRUCTED', 'MATCHED']);

function findWay(from: ObligationState, to: ObligationState, cashOnly: boolean): readonly LegalStep[] | undefined {
  const ways: LegalStep[][] = [[]];
  const reached = new Set<ObligationState>([from]);
  for (const way of ways) {
    const at = way.at(-1)?.to ?? from;
    if (at === to) return way;
    if (way.length > 0 && !PASSED.has(at)) continue;
    for (const step of STEPS) {
      if (step.from !== at || reached.has(step.to)) continue;
      if (step.id === 'L18' && at === 'INSTRUCTED' && !cashOnly) continue;
      reached.add(step.to);
      ways.push([...way, step]);
    }
  }
  return undefined;
}

const WAYS = new Map(
  obligationStates.flatMap((from) =>
    obligationStates.flatMap((to) =>
      [true, false].map((cashOnly) => [`${from}|${to}|${cashOnly}`, findWay(from, to, cashOnly)] as const),
    ),
  ),
);

/**
 * The shortest legal way from one state to another: a report that skips states, a settlement before the match for example,
 * is heard as all the steps that it implies. Undefined where the life cycle knows no way. Only cash settles unmatched.
 */
export function legalWay(
  from: ObligationState,
  to: ObligationState,
  cashOnly: boolean,
): readonly LegalStep[] | undefined {
  return WAYS.get(`${from}|${to}|${cashOnly}`);
}
