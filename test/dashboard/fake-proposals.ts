import { createHash } from 'node:crypto';
import type { BreakDetail, DeskAct, DeskProposalRow, ParkedDetail, Problem } from '#contracts';
import { ok, problem, type Answer } from './fake-answer.js';
import { idOf } from './fake-values.js';
import { faultsOf } from './fake-exceptions.js';
import type { FakeWorld } from './fake-world.js';

interface Said {
  readonly reason: string;
  readonly side?: 'front' | 'middle';
  readonly body?: string;
  readonly instructionId?: string;
  readonly shown?: string;
}

type Wish = Pick<DeskProposalRow, 'act' | 'object' | 'tradeId' | 'content'>;

const SERVICE_OF: Readonly<Record<DeskAct, string>> = {
  resubmit: 'intake',
  discard: 'intake',
  accept: 'reconciliation',
  resend: 'settlement',
};

/** Each is proposed a minute after the one before it. */
function minuteOf(world: FakeWorld, minutes: number): string {
  return new Date(Date.parse(`${world.businessDate}T16:00:00.000Z`) + minutes * 60_000).toISOString();
}

/** What was proposed at the desk of one service, oldest first. */
export const deskProposals = ({ proposals }: FakeWorld, service: string): DeskProposalRow[] =>
  proposals.filter(({ act }) => SERVICE_OF[act] === service);

export const waitingFor = ({ proposals }: FakeWorld, object: string): DeskProposalRow | null =>
  proposals.find((row) => row.object === object && row.state === 'waiting') ?? null;

/** A clerk's act: it changes nothing yet, and waits for another person. */
export function proposeAct(world: FakeWorld, act: string, object: string, body: string, actor: string): Answer {
  const said = JSON.parse(body) as Said;
  const wish = wishOf(world, act, object, said);
  if ('status' in wish) return wish;
  if (waitingFor(world, object) !== null) return problem(409, 'proposal-waits', 'That is decided or withdrawn first.');
  return { status: 201, body: keepProposal(world, wish, actor, said.reason) };
}

/** Somebody has proposed it, whoever looks at the screen. */
export function keepProposal(world: FakeWorld, wish: Wish, proposedBy: string, reason: string): DeskProposalRow {
  const place = world.proposals.length;
  const proposal: DeskProposalRow = {
    ...wish,
    proposalId: idOf('desk-proposal', wish.act, wish.object, String(place)),
    shown: createHash('sha256')
      .update(JSON.stringify([wish, proposedBy, reason]))
      .digest('hex'),
    state: 'waiting',
    proposedBy,
    proposedAt: minuteOf(world, place),
    reason,
    expiresAt: minuteOf(world, place + 7 * 24 * 60),
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    outcome: null,
  };
  world.proposals.push(proposal);
  return proposal;
}

/** What a clerk of a service would be given for the break, message or instruction; changes nothing. */
export function wishOf(world: FakeWorld, act: string, object: string, said: Omit<Said, 'reason'>): Wish | Answer {
  const at = (deskAct: DeskAct, tradeId: string, content: Wish['content']): Wish => ({
    ...{ act: deskAct, object, tradeId, content },
  });
  if (act === 'accept') {
    const detail = world.breaks.get(object);
    if (detail === undefined) return problem(404, 'break-unknown', 'No such break');
    if (detail.state === 'closed') return problem(409, 'break-closed', 'The break has ended already.');
    return at('accept', detail.tradeId, { side: said.side, versions: { front: 1, middle: 1 } });
  }
  if (act === 'resend') {
    const exception = world.exceptions.find((row) => row.resendable && row.obligationId === object);
    if (exception === undefined) return problem(409, 'not-rejected', 'The instruction is not rejected.');
    return at('resend', exception.tradeId, { instructionId: exception.instructionId });
  }
  const message = world.parked.get(object);
  if (message === undefined) return problem(404, 'not-found', 'No such message');
  if (message.state !== 'parked')
    return problem(409, 'not-parked', 'It waits for an earlier version and follows by itself.');
  return act === 'discard' ? at('discard', message.key, {}) : at('resubmit', message.key, { body: said.body });
}

/** The decision of somebody else, or the withdrawal; what is approved is carried out with both names. */
export function decideAct(world: FakeWorld, proposalId: string, act: string, body: string, by: string): Answer {
  const { reason, shown } = JSON.parse(body) as Said;
  const before = world.proposals.find((row) => row.proposalId === proposalId);
  if (before === undefined) return problem(404, 'proposal-unknown', `No proposal has the id ${proposalId}.`);
  if (act === 'approve' && before.shown !== shown)
    return problem(409, 'shown-otherwise', 'Look at the proposal again before you approve it.');
  const own = before.proposedBy === by;
  if (act === 'withdraw' && !own) return problem(403, 'not-your-proposal', `${before.proposedBy} may withdraw it.`);
  if (act !== 'withdraw' && own) return problem(403, 'own-proposal', 'Another person has to decide it.');
  if (before.state !== 'waiting') return problem(409, 'proposal-decided', `It has been ${before.state}.`);
  const state = act === 'approve' ? 'approved' : act === 'reject' ? 'rejected' : 'withdrawn';
  const decidedAt = minuteOf(world, 60 + world.proposals.length);
  const decided: DeskProposalRow = { ...before, state, decidedBy: by, decidedAt, decisionReason: reason };
  const came = state === 'approved' ? carryOut(world, decided, by, decidedAt) : ok(null);
  const { detail } = (came.body ?? {}) as Partial<Problem>;
  const outcome = came.status >= 400 ? (detail ?? '') : (came.body as string | null);
  world.proposals[world.proposals.indexOf(before)] = { ...decided, outcome };
  return came.status >= 400 ? came : ok({ ...decided, outcome });
}

const OVERTAKEN = 'Something newer arrived before the decision; look at it again.';

/** @returns what came of it, or why nothing did */
function carryOut(world: FakeWorld, agreed: DeskProposalRow, approver: string, at: string): Answer {
  const { act, object, content, proposedBy: actor, reason } = agreed;
  const names = { actor, approver, reason, at };
  if (act === 'accept') {
    const detail = world.breaks.get(object);
    return detail?.state === 'open'
      ? ok(closeBreak(world, detail, String(content['side']), names))
      : problem(409, 'decision-overtaken', OVERTAKEN);
  }
  if (act === 'resend') return sendAgain(world, object);
  const message = world.parked.get(object);
  if (message?.state !== 'parked') return problem(409, 'decision-overtaken', OVERTAKEN);
  return repair(world, message, act === 'discard' ? undefined : String(content['body']), names);
}

type Names = Pick<ParkedDetail['decisions'][number], 'actor' | 'approver' | 'reason' | 'at'>;

function closeBreak(world: FakeWorld, detail: BreakDetail, side: string, names: Names): string {
  const closed: BreakDetail = {
    ...detail,
    state: 'closed',
    outcome: `accepted-${side}`,
    decisions: [{ ...names, act: `accept ${side}` }],
  };
  world.breaks.set(detail.breakId, closed);
  const trade = world.trades.get(detail.tradeId);
  if (trade) world.trades.set(detail.tradeId, { ...trade, row: { ...trade.row, state: 'RECONCILED', reason: null } });
  return `the ${side} office's side is accepted`;
}

function sendAgain(world: FakeWorld, obligation: string): Answer {
  const place = world.exceptions.findIndex(({ obligationId, resendable }) => resendable && obligationId === obligation);
  const [sent] = place < 0 ? [] : world.exceptions.splice(place, 1);
  return sent === undefined
    ? problem(409, 'decision-overtaken', OVERTAKEN)
    : ok(`${sent.instructionId ?? ''} is sent again`);
}

function repair(world: FakeWorld, message: ParkedDetail, body: string | undefined, names: Names): Answer {
  const act = body === undefined ? 'discard' : 'resubmit';
  const faults = body === undefined ? [] : faultsOf(body);
  const outcome =
    faults.length > 0
      ? `refused again: ${faults.map(({ field, rule }) => `${field}: ${rule}`).join('; ')}`
      : body === undefined
        ? 'set aside for good'
        : 'used, 1 message';
  const state = faults.length > 0 ? message.state : body === undefined ? 'discarded' : 'resubmitted';
  const decisions = [...message.decisions, { ...names, act, outcome }];
  world.parked.set(message.parkedMessageId, { ...message, state, decisions });
  return faults.length > 0 ? problem(422, 'refused-again', outcome, faults) : ok(outcome);
}
