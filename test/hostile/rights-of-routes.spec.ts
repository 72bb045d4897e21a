import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { roles, rightsOf, type Right, type Role } from '#contracts';
import { PERSON_HEADER, signNote, type Asked, type Person } from '#platform/identity';
import type { RunningService } from '#platform/service';
import { houseUnderTest, type HouseUnderTest } from '#test/house';
import { person } from '#test/people';

/** Who may ask what: written out once more, so that a right given away by mistake is seen here. */
const expected: Readonly<Record<string, Right>> = {
  'GET /api/intake/parked': 'read-business',
  'GET /api/intake/parked/:id': 'read-business',
  'POST /api/intake/parked/:id/resubmit': 'propose-decisions',
  'POST /api/intake/parked/:id/discard': 'propose-decisions',
  'GET /api/intake/summary': 'read-business',
  'GET /api/intake/trades': 'read-business',
  'GET /api/intake/trades/:tradeId': 'read-business',
  'GET /api/reconciliation/breaks': 'read-business',
  'GET /api/reconciliation/breaks/:breakId': 'read-business',
  'POST /api/reconciliation/breaks/:breakId/accept': 'propose-decisions',
  'GET /api/reconciliation/summary': 'read-business',
  'GET /api/confirmation/disputes': 'read-business',
  'GET /api/confirmation/summary': 'read-business',
  'GET /api/settlement/exceptions': 'read-business',
  'POST /api/settlement/obligations/:obligationId/resend': 'propose-decisions',
  'GET /api/settlement/obligations': 'read-business',
  'GET /api/settlement/summary': 'read-business',
  'GET /api/ledger/summary': 'read-books',
  'GET /api/ledger/trial-balance': 'read-books',
  'GET /api/ledger/unit-bridge': 'read-books',
  'GET /api/ledger/checkpoints': 'read-books',
  'GET /api/ledger/journals': 'read-books',
  'GET /api/ledger/periods': 'read-books',
  'GET /api/ledger/periods/:month/readiness': 'read-books',
  'GET /api/ledger/periods/:month/closing': 'read-books',
  'GET /api/ledger/proposals': 'read-books',
  'POST /api/ledger/proposals': 'propose-books',
  'POST /api/ledger/proposals/:proposalId/approve': 'approve-books',
  'POST /api/ledger/proposals/:proposalId/reject': 'approve-books',
  'POST /api/ledger/proposals/:proposalId/withdraw': 'propose-books',
  'GET /api/intake/desk-proposals': 'read-business',
  'POST /api/intake/desk-proposals/:proposalId/approve': 'approve-decisions',
  'POST /api/intake/desk-proposals/:proposalId/reject': 'approve-decisions',
  'POST /api/intake/desk-proposals/:proposalId/withdraw': 'propose-decisions',
  'GET /api/reconciliation/desk-proposals': 'read-business',
  'POST /api/reconciliation/desk-proposals/:proposalId/approve': 'approve-decisions',
  'POST /api/reconciliation/desk-proposals/:proposalId/reject': 'approve-decisions',
  'POST /api/reconciliation/desk-proposals/:proposalId/withdraw': 'propose-decisions',
  'GET /api/settlement/desk-proposals': 'read-business',
  'POST /api/settlement/desk-proposals/:proposalId/approve': 'approve-decisions',
  'POST /api/settlement/desk-proposals/:proposalId/reject': 'approve-decisions',
  'POST /api/settlement/desk-proposals/:proposalId/withdraw': 'propose-decisions',
  'GET /api/units/cash-ladder': 'read-business',
  'GET /api/units/debt': 'read-business',
  'GET /api/units/exposure': 'read-business',
};

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

interface Route extends Asked {
  readonly name: string;
  readonly service: RunningService;
}

describe('every route of every service', () => {
  let under: HouseUnderTest;
  let routes: Route[];
  const servers = new Map<RunningService, Server>();

  beforeAll(async () => {
    under = await houseUnderTest();
    for (const service of under.house.services) {
      const server = createServer(service.express).listen(0, '127.0.0.1');
      await once(server, 'listening');
      servers.set(service, server);
    }
    routes = under.house.services.flatMap((service) =>
      (service.express as unknown as { router: { stack: Layer[] } }).router.stack.flatMap(({ route }) =>
        route?.path.startsWith('/api/')
          ? Object.keys(route.methods).map((method) => ({
              service,
              method: method.toUpperCase(),
              path: route.path.replace(/:\w+/g, 'nothing'),
              name: `${method.toUpperCase()} ${route.path}`,
            }))
          : [],
      ),
    );
  }, 120_000);
  afterAll(async () => {
    for (const server of servers.values()) server.close();
    await under.close();
  });

  const ask = async ({ service, method, path }: Route, note?: string): Promise<{ status: number; code: string }> => {
    const { port } = servers.get(service)?.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(note === undefined ? {} : { [PERSON_HEADER]: note }) },
      ...(method === 'GET' ? {} : { body: '{}' }),
    });
    const { code } = (await response.json()) as { code?: string };
    return { status: response.status, code: code ?? '' };
  };
  const noteFor = (who: Person, asked: Asked, at = Date.now()): string => signNote(who, asked, under.peopleKey, at);

  it('is known here, with the one right that it needs', () => {
    expect(routes.map(({ name }) => name).sort()).toEqual(Object.keys(expected).sort());
  });

  it.each(roles)('lets a %s do what the role is for, and nothing else', async (role: Role) => {
    const who = person('ana', role);
    for (const route of routes) {
      const { code } = await ask(route, noteFor(who, route));
      const may = rightsOf([role]).includes(expected[route.name] as Right);
      expect([route.name, code === 'right-missing']).toEqual([route.name, !may]);
    }
  });

  it('answers nobody without a note, nor with one that is forged, of another request, late or of another key', async () => {
    const controller = person('ana', 'controller');
    for (const route of routes) {
      const good = noteFor(controller, route);
      const [said = '', mac = ''] = good.split('.');
      const raised = Buffer.from(
        Buffer.from(said, 'base64url').toString('utf8').replace('controller', 'approver'),
      ).toString('base64url');
      for (const note of [
        undefined,
        '',
        'x.y',
        said,
        `${good}.${mac}`,
        `${raised}.${mac}`,
        `${said}.${mac.slice(0, 10)}`,
        noteFor(controller, { ...route, method: route.method === 'GET' ? 'POST' : 'GET' }),
        noteFor(controller, { ...route, path: `${route.path}?all=yes` }),
        noteFor(controller, route, Date.now() - 61_000),
        signNote(controller, route, Buffer.alloc(32, 9), Date.now()),
      ])
        expect([route.name, await ask(route, note)]).toEqual([route.name, { status: 401, code: 'sign-in-needed' }]);
    }
  });

  it('approves only with a code given lately', async () => {
    const approvals = routes.filter(({ name }) => name.endsWith('/approve'));
    expect(approvals).toHaveLength(4);
    for (const route of approvals) {
      const stale = { ...person('luis', 'approver'), factorUntil: Date.now() - 1 };
      expect(await ask(route, noteFor(stale, route))).toEqual({ status: 403, code: 'fresh-factor-needed' });
    }
  });
});
