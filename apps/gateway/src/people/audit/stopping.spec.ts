import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gatewayOver, ServicesBehind } from '#apps/gateway';
import { EnvironmentFault, openServiceDatabase } from '#platform/database';
import { signNote, theMachine } from '#platform/identity';
import { openBus } from '#platform/messaging';
import { createLogger } from '#platform/observability';
import { startService, type ServiceDefinition } from '#platform/service';
import { HOUSE_KEY } from '#test/people-desk';
import { freshDatabase, type TestDatabase } from '#test/postgres';

let test: TestDatabase;
const behind = new ServicesBehind();
behind.mount('intake', (_request, response) => void response.end('{}'));
const over = (environment: Record<string, string>): ServiceDefinition => gatewayOver(behind, { environment });
const open = () => openServiceDatabase(test.address, 'gateway');

beforeAll(async () => {
  test = await freshDatabase([over({})]);
});
afterAll(() => test.drop());

async function start(environment: Record<string, string>) {
  const [database, bus] = [await open(), await openBus({ kind: 'postgres' }, 'gateway', open)];
  try {
    return {
      bus,
      service: await startService(over(environment), {
        database,
        bus,
        logger: createLogger('test'),
        peopleKey: Buffer.from(HOUSE_KEY, 'hex'),
      }),
    };
  } catch (error) {
    await bus.close();
    await database.close();
    throw error;
  }
}

describe('the gateway as a service of the house', () => {
  it('writes down at its end what was read last', async () => {
    const { bus, service } = await start({ PEOPLE_KEY: HOUSE_KEY });
    const server = createServer(service.express).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const path = '/api/intake/read-last';
    const note = signNote(theMachine, { method: 'GET', path }, Buffer.from(HOUSE_KEY, 'hex'), Date.now());
    const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`, {
      headers: { authorization: `Asiento ${note}` },
    });
    expect(await answer.text()).toBe('{}');
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await service.stop();
    await bus.close();
    const superuser = await test.asSuperuser();
    expect(await superuser.rows('select actor, act, object from gateway.audit_log')).toEqual([
      { actor: 'machine', act: 'read', object: path },
    ]);
  });

  it('does not open without the key of the house', async () => {
    await expect(start({})).rejects.toThrow(EnvironmentFault);
  });
});
