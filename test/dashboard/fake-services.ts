import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { DeskProposalRow, JournalView, Page, TradeRow } from '#contracts';
import { ok, problem, type Answer } from './fake-answer.js';
import { counted, intakeSummary, isOpen, settlementSummary, waits } from './fake-totals.js';
import { decideProposal, periodRows, propose, readinessOf } from './fake-months.js';
import { decideAct, deskProposals, proposeAct, waitingFor } from './fake-proposals.js';
import { PERSON_HEADER } from '#platform/identity';
import { ledgerSummary, reportHead, trialBalance, unitBridge } from './fake-reports.js';
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
    return resource === 'desk-proposals'
      ? decideAct(world, id, act, body, actor)
      : proposeAct(world, act, id, body, actor);
  if (resource === 'desk-proposals') return ok(proposalPage(world, service, query));
  switch (`${service}/${resource}`) {
    case 'intake/summary':
      return ok(intakeSummary(world));
    case 'intake/trades':
      return id ? found(world.trades.get(id)) : ok(tradePage(world, query));
    case 'intake/parked':
      return id
        ? found(withProposal(world, id, world.parked.get(id)))
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
        ? found(withProposal(world, id, world.breaks.get(id)))
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
/** A break or a message, and what waits for a second person about it. */
const withProposal = <Thing extends object>(world: FakeWorld, id: string, thing: Thing | undefined) =>
  thing && { ...thing, proposal: waitingFor(world, id) };
const fits = (query: URLSearchParams, name: string, value: string): boolean =>
  !query.has(name) || query.get(name) === value;
const openBreaks = (world: FakeWorld) => [...world.breaks.values()].filter(({ state }) => state === 'open');

function page<Row>(rows: readonly Row[], query: URLSearchParams): Page<Row> {
  const start = Number(query.get('cursor') ?? 0);
  const end = start + Number(query.get('limit') ?? 100);
  return { rows: rows.slice(start, end), total: rows.length, ...(end < rows.length ? { next: String(end) } : {}) };
}

function proposalPage(world: FakeWorld, service: string, query: URLSearchParams): Page<DeskProposalRow> {
  const rows = deskProposals(world, service).filter(({ state }) => fits(query, 'state', state));
  return page(query.get('order') === 'latest' ? rows.reverse() : rows, query);
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
