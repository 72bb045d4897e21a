import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { NestFactory } from '@nestjs/core';
import { ServicesBehind } from '#apps/gateway';
import { GatewayModule } from '../../apps/gateway/src/gateway.module.js';
import { servicesOfTheHouse } from '../../apps/gateway/src/services-behind.js';
import { everybodyIn } from '../support/everybody-in.js';
import { startFakeDoor } from './fake-door.js';
import { passwordOf, RIGHT_CODE, type FakePeople } from './fake-people.js';
import { startFakeServices, type FakeServices } from './fake-services.js';

const run = promisify(execFile);
const BUILD_TIMEOUT_MS = 120_000;

/** A dashboard just built, behind a fake of the people's part of the gateway and the real rest of it, before fake services. */
export interface DeskUnderTest {
  readonly url: string;
  readonly services: FakeServices;
  readonly people: FakePeople;
  /** Every body of an act that was sent. */
  readonly bodies: readonly string[];
  /** What somebody types to sign in. */
  credentialsOf(handle: string): Credentials;
  close(): Promise<void>;
}

export interface Credentials {
  readonly handle: string;
  readonly password: string;
  readonly code?: string;
}

/**
 * A folder with the dashboard as it is now. Whoever has just built it says where (`DASHBOARD_JUST_BUILT`); else it is built into a
 * folder of the asking test's own, so that a running house and other tests are left alone.
 */
export async function buildDashboard(purpose: string): Promise<string> {
  const justBuilt = process.env['DASHBOARD_JUST_BUILT'];
  if (justBuilt !== undefined) return justBuilt;
  const folder = resolve('.cache', `dashboard-${purpose}`);
  await run(
    process.execPath,
    ['node_modules/vite/bin/vite.js', 'build', '-c', 'apps/dashboard/vite.config.ts', 'apps/dashboard'],
    {
      timeout: BUILD_TIMEOUT_MS,
      env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '', ASIENTO_DASHBOARD_OUT: folder },
    },
  );
  return folder;
}

export async function startDesk(folder: string): Promise<DeskUnderTest> {
  const services = await startFakeServices();
  const addresses = Object.fromEntries(
    servicesOfTheHouse.map((service) => [`${service.toUpperCase()}_URL`, services.url]),
  );
  const behind = ServicesBehind.at(addresses);
  const parts = { behind, rules: { publicHosts: [] }, people: everybodyIn, folder };
  const app = await NestFactory.create(GatewayModule.over(parts), { logger: false });
  await app.listen(0, '127.0.0.1');
  // A gateway that knows people itself needs nobody in front: then the desk's address is the gateway's own.
  const door = await startFakeDoor((await app.getUrl()).replace('[::1]', '127.0.0.1'));
  return {
    url: door.url,
    services,
    people: door.people,
    bodies: door.bodies,
    credentialsOf(handle) {
      const code = door.people.people.get(handle)?.factor === 'totp' ? { code: RIGHT_CODE } : {};
      return { handle, password: passwordOf(handle), ...code };
    },
    async close() {
      await door.close();
      await services.close();
      await app.close();
    },
  };
}
