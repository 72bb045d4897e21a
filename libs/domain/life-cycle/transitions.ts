import { EARLY, FINAL, OPEN, states, type State } from './states.js';

/** One row of the life cycle: who may move a trade from where to where, and what follows. */
export interface Transition {
  /** L1 to L30. */
  readonly id: string;
  /** Empty: from nothing. */
  readonly from: readonly State[];
  /** `same` where only overlays change. */
  readonly to: readonly (State | 'same')[];
  readonly event: string;
  readonly guard: string;
  readonly effect: string;
}

const NOT_FINAL = states.filter((state) => !FINAL.includes(state));

const row = (
  id: string,
  from: readonly State[],
  to: readonly (State | 'same')[],
  event: string,
  guard: string,
  effect: string,
): Transition => ({ id, from, to, event, guard, effect });

/** The life cycle as one table: code, the databases' constraints and docs/life-cycle.md come from it. All else is illegal. */
export const transitions: readonly Transition[] = [
  row('L1', [], ['CAPTURED'], 'NEW', 'schema valid, key unseen', 'version 1 stored'),
  row('L2', [], [], 'unreadable or invalid message', '', 'message parked, later versions wait'),
  row('L3', ['CAPTURED'], ['ENRICHED'], 'enrichment complete', 'all needed fields filled', 'trade-date journals'),
  row(
    'L4',
    ['ENRICHED'],
    ['RECONCILED'],
    'front and middle office agree',
    'economics within tolerance, or break decided',
    '',
  ),
  row(
    'L5',
    ['RECONCILED'],
    ['ENRICHED'],
    'front and middle office differ again',
    'not instructed',
    'break opened again',
  ),
  row('L6', ['RECONCILED'], ['CONFIRMED'], 'confirmation matched', 'every gating field within tolerance', ''),
  row('L7', ['CONFIRMED'], ['RECONCILED'], 'counterparty withdraws or disputes', 'not instructed', 'dispute opened'),
  row('L8', ['CONFIRMED'], ['INSTRUCTED'], 'instruct', 'valid standing instructions', 'settlement instruction'),
  row('L9', ['RECONCILED'], ['INSTRUCTED'], 'early instruct', 'policy of the market', 'held until confirmed'),
  row('L10', ['INSTRUCTED'], ['CONFIRMED', 'RECONCILED'], 'rejected by the custodian', '', 'reason to the owner'),
  row('L11', ['INSTRUCTED'], ['MATCHED'], 'matched in the market', '', ''),
  row('L12', ['MATCHED'], ['INSTRUCTED'], 'un-matched', 'market allows it', ''),
  row('L13', OPEN, ['same'], 'hold', 'remainder open', 'held, with its reason'),
  row('L14', OPEN, ['same'], 'release', 'inventory, cash, limit, cut-off', 'free'),
  row('L15', OPEN, ['same'], 'partial release', '0 < quantity < remainder', 'partly free'),
  row('L16', ['MATCHED'], ['PARTIALLY_SETTLED'], 'a part settles', '0 < part < remainder', 'journal pro rata (R10)'),
  row(
    'L17',
    ['PARTIALLY_SETTLED'],
    ['same'],
    'a further part settles',
    '0 < part < remainder',
    'journal pro rata (R10)',
  ),
  row(
    'L18',
    ['INSTRUCTED', 'MATCHED', 'PARTIALLY_SETTLED', 'FAILING'],
    ['SETTLED'],
    'all that remained settles',
    'parts sum to the original; INSTRUCTED only where nothing is matched',
    'settlement journal',
  ),
  row(
    'L19',
    ['INSTRUCTED', 'MATCHED', 'PARTIALLY_SETTLED'],
    ['FAILING'],
    'settlement cut-off passes',
    'remainder open',
    'reclassification (R10)',
  ),
  row('L20', ['FAILING'], ['same'], 'matched late, or a part settles late', 'part < remainder', 'remainder falls'),
  row('L21', ['FAILING'], ['CANCELLED'], 'buy-in or close-out done', 'four eyes', 'compensation (R10)'),
  row('L22', EARLY, ['CANCELLED'], 'CANCEL version', 'next version', 'reversal (R15)'),
  row('L23', EARLY, ['CAPTURED'], 'economic AMEND version', 'next version', 'reversal and rebooking (R15)'),
  row('L24', OPEN, ['CANCEL_PENDING'], 'CANCEL or economic AMEND version', 'remainder only', 'cancellation requested'),
  row(
    'L25',
    ['CANCEL_PENDING'],
    ['CANCELLED', 'CAPTURED', 'CONFIRMED'],
    'custodian has cancelled',
    '',
    'R15 on the remainder; settled parts stand',
  ),
  row(
    'L26',
    ['CANCEL_PENDING'],
    ['INSTRUCTED', 'MATCHED', 'PARTIALLY_SETTLED', 'FAILING', 'SETTLED'],
    'cancel denied, or settlement overtakes',
    '',
    'exception; the amendment waits',
  ),
  row('L27', NOT_FINAL, ['same'], 'internal AMEND version', 'no economic field differs', 'reversal and rebooking'),
  row('L28', OPEN, ['same'], 'settlement data change', '', 'instruction anew'),
  row('L29', ['SETTLED'], ['same'], 'economic AMEND or CANCEL version', '', 'refused in place'),
  row(
    'L30',
    ['SETTLED'],
    ['FAILING', 'MATCHED'],
    'market reverses the settlement',
    '',
    'R15 on the settlement journal',
  ),
];

/** The row that allows the step, or undefined when it is illegal. The lowest number speaks where several would. */
export function transitionFor(from: State | null, to: State): Transition | undefined {
  return transitions.find(
    (one) => (from === null ? one.from.length === 0 : one.from.includes(from)) && one.to.includes(to),
  );
}

/** Every legal change of state, for a table that a database checks against. */
export function legalSteps(): { from: State; to: State; id: string }[] {
  return transitions.flatMap(({ id, from, to }) =>
    from.flatMap((start) => to.filter((end) => end !== 'same').map((end) => ({ from: start, to: end, id }))),
  );
}

/**
 * The shortest way from one state to another by legal steps, both ends included; undefined when there is none. Several
 * facts that arrive together move a trade over several steps at once.
 */
export function wayBetween(from: State, to: State): readonly State[] | undefined {
  const name = `${from}>${to}`;
  if (!ways.has(name)) ways.set(name, shortestWay(from, to));
  return ways.get(name);
}

/** The table of steps never changes, so each way is looked for once. */
const ways = new Map<string, readonly State[] | undefined>();

function shortestWay(from: State, to: State): readonly State[] | undefined {
  const begun: State[][] = [[from]];
  const seen = new Set<State>([from]);
  for (const way of begun) {
    const last = way.at(-1) as State;
    if (last === to) return way;
    for (const step of legalSteps()) {
      if (step.from !== last || seen.has(step.to)) continue;
      seen.add(step.to);
      begun.push([...way, step.to]);
    }
  }
  return undefined;
}
