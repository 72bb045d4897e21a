import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  HouseApi,
  inviteFounder,
  keepSession,
  openHouse,
  peopleKeyIn,
  type HouseInOneProcess,
  type SignedIn,
} from '#apps/asiento';
import { Secret, TOTP } from 'otpauth';
import pg from 'pg';
import type { DeskProposalRow, FactorToEnrol, Role } from '#contracts';
import type { DatabaseAddress } from '#platform/database';
import { testServer } from './postgres.js';

export interface HouseUnderTest {
  readonly house: HouseInOneProcess;
  /** Of its notes. */
  readonly peopleKey: Buffer;
  /** Somebody of the house who has signed in; invited at the first time. */
  as(handle: string, ...roles: readonly Role[]): Promise<HouseApi>;
  /** Signs somebody in for the command line; the options by which a command finds the session. */
  keepSession(handle: string, ...roles: readonly Role[]): Promise<readonly string[]>;
  /** Has a second person approve what was proposed at a desk. */
  approve(service: string, proposal: DeskProposalRow): Promise<DeskProposalRow>;
  /** Resolves when everything sent has been handled. */
  quiet(): Promise<void>;
  close(): Promise<void>;
}

/** All services in this process over a database of their own on the tests' server. */
export async function houseUnderTest(options: { readonly dashboard?: string } = {}): Promise<HouseUnderTest> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'asiento-house-'));
  const database = `test_house_${randomUUID().replaceAll('-', '').slice(0, 12)}`;
  const adminUrl = await testServer();
  const house = await openHouse({ dataFolder, database, adminUrl, onProgress: () => undefined, ...options });
  const people = new Map<string, Promise<SignedIn>>();
  const invite = async (handle: string, roles: readonly Role[]): Promise<SignedIn> => {
    const password = randomUUID();
    const { token } = await inviteFounder(house.api, { handle, name: handle, roles });
    const { session } = await HouseApi.accept(house.api.url, token, password);
    return roles.includes('approver') ? giveCode(HouseApi.ofPerson(house.api.url, session), password) : session;
  };
  const signedIn = (handle: string, roles: readonly Role[]): Promise<SignedIn> => {
    const known = people.get(handle) ?? invite(handle, roles);
    people.set(handle, known);
    return known;
  };
  const under: HouseUnderTest = {
    house,
    peopleKey: await peopleKeyIn(dataFolder),
    as: async (handle, ...roles) => HouseApi.ofPerson(house.api.url, await signedIn(handle, roles)),
    async keepSession(handle, ...roles) {
      await keepSession(dataFolder, handle, { url: house.api.url, ...(await signedIn(handle, roles)) });
      return ['--data', dataFolder];
    },
    async approve(service, { proposalId, shown }) {
      const ingrid = await under.as('ingrid', 'approver');
      return ingrid.post(`/api/${service}/desk-proposals/${proposalId}/approve`, { shown, reason: 'looked at it' });
    },
    async quiet() {
      for (let calm = 0; calm < 2;) {
        calm = (await house.backlog()) === 0 ? calm + 1 : 0;
        await new Promise((done) => setTimeout(done, 20));
      }
    },
    async close() {
      await house.stop();
      await dropDatabase({ adminUrl, database });
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
  return under;
}

/** Enrols an authenticator application; the code that confirms it is a fresh one for what is approved next. */
async function giveCode(api: HouseApi, password: string): Promise<SignedIn> {
  const { secret } = await api.post<FactorToEnrol>('/api/gateway/factors/totp', { password });
  const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
  return (await api.renew('/api/gateway/factors/totp/confirm', { code })).session;
}

export async function dropDatabase({ adminUrl, database }: DatabaseAddress): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  await client.query(`drop database if exists ${database} with (force)`);
  await client.end();
}
