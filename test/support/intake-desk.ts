import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { intake } from '#apps/intake';
import {
  decode,
  encode,
  tradeCaptured,
  type DeskProposalRow,
  type EventContract,
  type EventOf,
  type TradeTerms,
} from '#contracts';
import type { Database } from '#platform/database';
import { backlog, logTable, PostgresBus, type OutgoingMessage } from '#platform/messaging';
import type { Person } from '#platform/identity';
import { createLogger } from '#platform/observability';
import { startService } from '#platform/service';
import { ingrid, nerea, noteOf, peopleKeyOfTests } from './people.js';
import { freshDatabase } from './postgres.js';

export type Captured = EventOf<typeof tradeCaptured>;

/** A message of an office as it goes over the wire; what differs from the usual case is all a test says. */
export interface OfficeMessage {
  readonly action: 'NEW' | 'AMEND' | 'CANCEL';
  readonly version: number;
  readonly terms?: Readonly<Record<string, unknown>>;
}

export const shares = {
  product: 'equity',
  tradeDate: '2026-06-15',
  portfolio: 'EQ-EUROPE',
  counterparty: 'ARTAESM0',
  side: 'BUY',
  isin: 'ES0A51E00013',
  quantity: '1000',
  price: '50.00',
  currency: 'EUR',
} as const satisfies TradeTerms;

export const NEW: OfficeMessage = { action: 'NEW', version: 1, terms: shares };
export const AMEND: OfficeMessage = { action: 'AMEND', version: 2, terms: { ...shares, price: '51.00' } };
export const AMEND_BOOK: OfficeMessage = {
  action: 'AMEND',
  version: 3,
  terms: { ...AMEND.terms, portfolio: 'EQ-WORLD' },
};
export const CANCEL: OfficeMessage = { action: 'CANCEL', version: 3 };

export const bodyOf = (tradeId: string, message: OfficeMessage): string =>
  JSON.stringify({ tradeId, sourceSystem: 'alpha-equities', ...message });

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** Intake as it runs: over the log in PostgreSQL and HTTP, on a database of its own. */
export interface IntakeUnderTest {
  /** Under the role of the service. */
  readonly db: Database;
  send(contract: EventContract, messages: readonly Pick<OutgoingMessage, 'key' | 'body' | 'headers'>[]): Promise<void>;
  /** Sends events of other services, one after the other. */
  tell<Contract extends EventContract>(contract: Contract, ...events: EventOf<Contract>[]): Promise<void>;
  /** Resolves when everything sent has been handled. */
  quiet(): Promise<void>;
  /** What has been said of a trade, in order. */
  captured(tradeId: string): Promise<Captured[]>;
  /** Messages that have left with the key, in order. */
  said(contract: EventContract, key: string): Promise<Pick<OutgoingMessage, 'body' | 'headers'>[]>;
  /** Lines of the state digest that name the trade. */
  stateOf(tradeId: string): Promise<string[]>;
  get<Resource>(path: string): Promise<Resource>;
  /** Asks as a clerk, unless told who. */
  ask(path: string, body?: unknown, who?: Person): Promise<Answer>;
  /** Proposes a repaired body, and has another person approve it where it can be proposed. */
  repair(parkedMessageId: string, body: string, reason: string): Promise<Answer>;
  close(): Promise<void>;
}

const SENT_AT = '2026-06-15T08:00:00Z';

export async function intakeUnderTest(): Promise<IntakeUnderTest> {
  const server = await freshDatabase([intake]);
  const admin = await server.asSuperuser();
  // Senders from outside and later services append with rights of their own.
  const bus = await PostgresBus.open(admin);
  const service = await startService(intake, {
    database: await server.as('intake'),
    bus,
    logger: createLogger('intake-under-test', 'silent'),
    peopleKey: peopleKeyOfTests,
  });
  const http = createServer(service.express).listen(0, '127.0.0.1');
  await once(http, 'listening');
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}`;

  const ask = async (path: string, body?: unknown, who = nerea): Promise<Answer> => {
    const method = body === undefined ? 'GET' : 'POST';
    const headers = { 'content-type': 'application/json', ...noteOf(who, { method, path }) };
    const response = await fetch(url + path, {
      method,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: await response.json() };
  };
  const send: IntakeUnderTest['send'] = ({ topic }, messages) =>
    bus.send(messages.map((message) => ({ topic, time: SENT_AT, ...message })));
  const said: IntakeUnderTest['said'] = ({ topic }, key) =>
    admin.rows(`select body, headers from ${logTable(topic)} where key = $1 order by "offset"`, [key]);
  return {
    db: service.database,
    send,
    ask,
    async repair(id, body, reason) {
      const proposed = await ask(`/api/intake/parked/${id}/resubmit`, { body, reason });
      if (proposed.status !== 201) return proposed;
      const { proposalId, shown } = proposed.body as DeskProposalRow;
      return ask(`/api/intake/desk-proposals/${proposalId}/approve`, { shown, reason: 'looked at it' }, ingrid);
    },
    tell: (contract, ...events) =>
      send(
        contract,
        events.map((event) => ({ key: contract.key(event), body: encode(contract, event) })),
      ),
    async quiet() {
      for (let calm = 0; calm < 2;) {
        const { state, lastError } = service.health();
        if (state === 'crashed') throw new Error(`intake has given up: ${lastError}`);
        calm = (await backlog(admin, bus, [intake])) === 0 ? calm + 1 : 0;
        await new Promise((done) => setTimeout(done, 20));
      }
    },
    said,
    captured: async (tradeId) =>
      (await said(tradeCaptured, tradeId)).map(({ body }) => decode(tradeCaptured, String(body))),
    async stateOf(tradeId) {
      const lines = await Promise.all(intake.stateLines.map((sql) => service.database.rows<{ line: string }>(sql)));
      return lines
        .flat()
        .map(({ line }) => line)
        .filter((line) => line.split('|').includes(tradeId));
    },
    async get(path) {
      const { status, body } = await ask(path);
      if (status !== 200) throw new Error(`${path} answers ${status}: ${JSON.stringify(body)}`);
      return body as never;
    },
    async close() {
      http.closeAllConnections();
      http.close();
      await service.stop();
      await server.drop();
    },
  };
}
