import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { WorkerHealth } from '#platform/messaging';
import { isReady } from './probed-service.js';
import { probesOf } from './probes.js';

const health = (changes: Partial<WorkerHealth> = {}): WorkerHealth => ({
  state: 'running',
  lastProgressAt: Date.now(),
  failures: 0,
  lastError: null,
  lag: {},
  ...changes,
});

describe('a consumer', () => {
  it('is ready while it works', () => {
    expect(isReady(health({ lastProgressAt: 1_000 }), 10_999)).toBe(true);
  });

  it('is not ready when it has neither moved nor looked for ten seconds, whatever it says of itself', () => {
    expect(isReady(health({ lastProgressAt: 1_000 }), 11_000)).toBe(false);
  });

  it.each(['starting', 'retrying', 'crashed', 'stopped'] as const)('that is %s is not ready', (state) => {
    expect(isReady(health({ state }), Date.now())).toBe(false);
  });
});

describe('the readiness probe', () => {
  let server: Server;
  let services: Record<string, WorkerHealth>;
  const get = (path: string): Promise<Response> =>
    fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);

  beforeEach(async () => {
    services = { settlement: health(), ledger: health() };
    const answer = probesOf(
      Object.keys(services).map((name) => ({
        name,
        health: () => services[name] ?? health(),
        hears: ['trades'],
        figures: [],
        readFigures: () => Promise.resolve([]),
      })),
    );
    server = createServer((request, response) => {
      if (!answer(request, response)) response.writeHead(404).end();
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  });
  afterEach(() => new Promise((done) => server.close(done)));

  it('says 200 while all work, and 503 with the one that is silent, though the process lives', async () => {
    expect((await get('/readyz')).status).toBe(200);
    services['ledger'] = health({ lastProgressAt: Date.now() - 10_001 });
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    expect(await answer.json()).toMatchObject([
      { service: 'settlement', ready: true },
      { service: 'ledger', ready: false },
    ]);
    expect((await get('/livez')).status).toBe(200);
  });
});
