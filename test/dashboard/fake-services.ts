import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { JournalView, Page, ParkedDetail, Problem, TradeRow } from '#contracts';
import { counted, intakeSummary, isOpen, settlementSummary, waits } from './fake-totals.js';
import { decideProposal, periodRows, propose, readinessOf } from './fake-months.js';
import { PERSON_HEADER } from '#platform/identity';
import { ledgerSummary, reportHead, trialBalance, unitBridge } from './fake-reports.js';
import { faultsOf } from './fake-exceptions.js';
import { fakeWorld, type FakeWorld } from './fake-world.js';

/** All services behind one origin, in memory: enough of the house to work a screen against. */
export interface FakeServices {
  readonly url: string;
  readonly world: FakeWorld;
  /** Answers nothing any more, as a house that hangs. */
  silence(on: boolean): void;
  /** Paths that begin like this answer 500. */
  break(path: string | null): void;
  close(): Promise<void>;
}

type Answer = { readonly status: number; readonly body: unknown };

const ok = (body: unknown): Answer => ({ status: 200, body });

function problem(status: number, code: string, detail: string, errors?: Problem['errors']): Answer {
  const body: Problem = {
    type: `urn:asiento:problem:${code}`,
    title: 'Refused',
    status,
    detail,
    code,
    ...(errors ? { errors } : {}),
  };
  return { status, body };
}

export async function startFakeServices(world: FakeWorld = fakeWorld()): Promise<FakeServices> {
  let silent = false;
  let broken: string | null = null;
  const server = createServer((request, response) => {
    if (silent) return;
    void bodyOf(request).then((body) => {
      const url = new URL(request.url ?? '/', 'http://fake');
      const answer =
        broken !== null && url.pathname.startsWith(broken)
          ? problem(500, 'unexpected', 'The fault is on our side.')
          : route(world, request.method ?? 'GET', url, body, askerIn(request));
      send(response, answer);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    world,
    silence: (on) => void (silent = on),
    break: (path) => void (broken = path),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

function send(response: ServerResponse, { status, body }: Answer): void {
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}

/** Services know who asks from the gateway's note; a fake one believes it unread. */
function askerIn({ headers }: IncomingMessage): string {
  const [said = ''] = String(headers[PERSON_HEADER] ?? '').split('.');
  if (said === '') return 'nobody';
  return (JSON.parse(Buffer.from(said, 'base64url').toString('utf8')) as { readonly handle: string }).handle;
}

function route(world: FakeWorld, method: string, url: URL, body: string, actor: string): Answer {
  const [, , service = '', resource = '', id, act] = url.pathname.split('/').map(decodeURIComponent);
  const query = url.searchParams;
  if (method === 'POST' && service === 'ledger') {
    const answer = id ? decideProposal(world.months, id, act ?? '', body, actor) : propose(world.months, body, actor);
    return typeof answer === 'string'
      ? problem(409, 'decision-refused', answer)
      : { status: id ? 200 : 201, body: answer };
  }
  if (method === 'POST' && id && act)
    return decide(world, `${service}/${resource}/${act}`, id, {
      ...(JSON.parse(body) as Omit<Decision, 'actor'>),
      actor,
    });
  switch (`${service}/${resource}`) {
    case 'intake/summary':
      return ok(intakeSummary(world));
    case 'intake/trades':
      return id ? found(world.trades.get(id)) : ok(tradePage(world, query));
    case 'intake/parked':
      return id
        ? found(world.parked.get(id))
        : ok(
            page(
              [...world.parked.values()].filter((each) => waits(each) && fits(query, 'kind', each.kind)),
              query,
            ),
          );
    case 'reconciliation/summary': {
      const open = openBreaks(world);
      return ok({
        agreed: world.trades.size - open.length,
        openBreaks: open.length,
        byKind: counted(open.map(({ kind }) => kind)),
      });
    }
    case 'reconciliation/breaks':
      return id
        ? found(world.breaks.get(id))
        : ok(
            page(
              openBreaks(world).filter(({ kind }) => fits(query, 'kind', kind)),
              query,
            ),
          );
    case 'confirmation/summary':
      return ok({ confirmed: 0, unconfirmed: 0, disputes: counted(world.disputes.map(({ kind }) => kind)) });
    case 'confirmation/disputes':
      return ok(
        page(
          world.disputes.filter(({ kind }) => fits(query, 'kind', kind)),
          query,
        ),
      );
    case 'settlement/summary':
      return ok(settlementSummary(world));
    case 'settlement/exceptions':
      return ok(
        page(
          world.exceptions.filter(({ kind }) => fits(query, 'kind', kind)),
          query,
        ),
      );
    case 'settlement/obligations':
      return ok(
        page(
          world.obligations.filter(
            (row) =>
              fits(query, 'state', row.state) &&
              fits(query, 'tradeId', row.tradeId) &&
              fits(query, 'reason', row.reason ?? ''),
          ),
          query,
        ),
      );
    case 'ledger/summary':
      return ok(ledgerSummary(world));
    case 'ledger/trial-balance':
    case 'ledger/unit-bridge': {
      const head = reportHead(query);
      if (typeof head === 'string') return problem(400, 'parameter-refused', head);
      return ok((resource === 'unit-bridge' ? unitBridge : trialBalance)(world.journals, head));
    }
    case 'ledger/periods':
      return ok(id ? readinessOf(world.months, id) : page(periodRows(world.months), query));
    case 'ledger/proposals':
      return ok(
        page(
          world.months.proposals.filter(({ state }) => fits(query, 'state', state)),
          query,
        ),
      );
    case 'ledger/journals':
      return ok(page(world.journals.filter((journal) => journalFits(world.journals, journal, query)).reverse(), query));
    case 'units/cash-ladder':
      return ok(page(world.ladder, query));
    case 'units/exposure':
      return ok(page(world.exposure, query));
    default:
      return problem(404, 'unknown-path', url.pathname);
  }
}

const found = (resource: unknown): Answer =>
  resource === undefined ? problem(404, 'not-found', 'No such thing') : ok(resource);
const fits = (query: URLSearchParams, name: string, value: string): boolean =>
  !query.has(name) || query.get(name) === value;
const openBreaks = (world: FakeWorld) => [...world.breaks.values()].filter(({ state }) => state === 'open');

function page<Row>(rows: readonly Row[], query: URLSearchParams): Page<Row> {
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Number(query.get('limit') ?? 100);
  return { rows: rows.slice(start, end), total: rows.length, ...(end < rows.length ? { next: String(end) } : {}) };
}

function tradePage(world: FakeWorld, query: URLSearchParams): Page<TradeRow> {
  const search = query.get('search')?.toLowerCase();
  const state = query.get('state');
  const rows = [...world.trades.values()]
    .map(({ row }) => row)
    .filter((row) => state === null || (state === 'open' ? isOpen(row) : row.state === state))
    .filter((row) =>
      (['product', 'unit', 'capacity', 'counterparty'] as const).every((name) => fits(query, name, row[name])),
    )
    .filter(
      (row) =>
        search === undefined || `${row.tradeId} ${row.instrument} ${row.counterparty}`.toLowerCase().includes(search),
    );
  const sort = (query.get('sort') ?? 'tradeId') as 'tradeId' | 'settlementDate' | 'counterparty' | 'state';
  const sign = query.get('order') === 'desc' ? -1 : 1;
  return page(
    rows.sort((a, b) => sign * (a[sort].localeCompare(b[sort]) || a.tradeId.localeCompare(b.tradeId))),
    query,
  );
}

function journalFits(all: readonly JournalView[], journal: JournalView, query: URLSearchParams): boolean {
  const linkOf = query.get('linkOf');
  if (linkOf !== null) return all.find(({ journalId }) => journalId === linkOf)?.linkId === journal.linkId;
  if (!fits(query, 'journalId', journal.journalId)) return false;
  if (!fits(query, 'tradeId', journal.tradeId) || !fits(query, 'book', journal.book)) return false;
  return journal.postings.some(
    ({ account, detail, debit, credit }) =>
      fits(query, 'account', account) &&
      fits(query, 'detail', detail) &&
      fits(query, 'currency', (debit ?? credit)?.currency ?? ''),
  );
}

interface Decision {
  readonly side?: 'front' | 'middle';
  readonly body?: string;
  readonly reason: string;
  readonly actor: string;
}

function decide(world: FakeWorld, what: string, id: string, decision: Decision): Answer {
  const at = `${world.businessDate}T16:05:00.000Z`;
  if (what === 'reconciliation/breaks/accept') {
    const detail = world.breaks.get(id);
    if (detail === undefined) return problem(404, 'not-found', 'No such break');
    if (detail.state === 'closed') return problem(409, 'break-closed', 'The break has ended already.');
    const act = `accept-${decision.side ?? ''}`;
    const closed = {
      ...detail,
      state: 'closed' as const,
      outcome: `accepted-${decision.side ?? ''}`,
      decisions: [{ actor: decision.actor, act, reason: decision.reason, at }],
    };
    world.breaks.set(id, closed);
    const trade = world.trades.get(detail.tradeId);
    if (trade) world.trades.set(detail.tradeId, { ...trade, row: { ...trade.row, state: 'RECONCILED', reason: null } });
    return ok(closed);
  }
  if (what === 'settlement/obligations/resend') {
    const place = world.exceptions.findIndex(({ obligationId, resendable }) => resendable && obligationId === id);
    if (place < 0) return problem(409, 'not-rejected', 'The instruction is not rejected.');
    const [{ instructionId } = { instructionId: null }] = world.exceptions.splice(place, 1);
    const obligation = world.obligations.find(({ obligationId }) => obligationId === id);
    return ok({ ...obligation, state: 'INSTRUCTED', instructionId: `${instructionId ?? ''}/2` });
  }
  const message = world.parked.get(id);
  if (message === undefined) return problem(404, 'not-found', 'No such message');
  const repaired = what === 'intake/parked/resubmit' ? decision.body : undefined;
  if (repaired !== undefined) {
    const errors = faultsOf(repaired);
    if (errors.length > 0) return problem(422, 'message-refused', 'The repaired message cannot be used.', errors);
  }
  const act = repaired === undefined ? 'discard' : 'resubmit';
  const state = repaired === undefined ? ('discarded' as const) : ('resubmitted' as const);
  const decided: ParkedDetail = {
    ...message,
    state,
    decisions: [{ actor: decision.actor, act, reason: decision.reason, at, outcome: state }],
  };
  world.parked.set(id, decided);
  return ok(decided);
}
