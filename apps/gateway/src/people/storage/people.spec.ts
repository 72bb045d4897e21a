import { createHash } from 'node:crypto';
import { gatewayOver, ServicesBehind } from '#apps/gateway';
import { conflictOf, roles, type Role } from '#contracts';
import type { Database } from '#platform/database';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { changeRoles } from '../administration/person.store.js';
import { invite } from '../invitations/invitation.store.js';

const definition = gatewayOver(new ServicesBehind(), { environment: {} });
const sets = roles.reduce<Role[][]>((some, role) => [...some, ...some.map((held) => [...held, role])], [[]]);

let test: TestDatabase;
let gateway: Database;
let superuser: Database;
beforeAll(async () => {
  test = await freshDatabase([definition]);
  gateway = await test.as('gateway');
  superuser = await test.asSuperuser();
  for (const [handle, role] of [
    ['ada', 'administrator'],
    ['paul', 'approver'],
    ['carla', 'clerk'],
  ])
    await superuser.execute(
      `insert into gateway.person (handle, name, roles, state) values ($1, $1, array[$2], 'active')`,
      [handle, role],
    );
});
afterAll(() => test.drop());

const proposal = (columns: Record<string, string> = {}): string => {
  const row = {
    proposal_id: 'gen_random_uuid()',
    kind: `'disable'`,
    handle: `'carla'`,
    proposed_by: `'ada'`,
    proposed_at: 'now()',
    reason: `'as agreed'`,
    expires_at: `now() + interval '7 days'`,
    shown: `'${createHash('sha256').digest('hex')}'`,
    ...columns,
  };
  return `insert into gateway.people_proposal (${Object.keys(row).join(', ')}) values (${Object.values(row).join(', ')})`;
};

describe('the database', () => {
  it.each(sets)('lets one person hold exactly the roles that the house lets them: %j', async (...held) => {
    const kept = superuser.transaction(async (tx) => {
      await changeRoles(tx, 'carla', held);
      throw new Error('taken');
    });
    const allowed = held.length > 0 && conflictOf(held) === undefined;
    await expect(kept).rejects.toThrow(allowed ? 'taken' : /person_roles_apart/);
  });

  it.each([
    ['twice the same role', `'{clerk,clerk}'`],
    ['a role that does not exist', `'{owner}'`],
    ['no role at all', `'{null}'`],
  ])('lets nobody hold %s', async (_, held) => {
    await expect(superuser.execute(`update gateway.person set roles = ${held} where handle = 'carla'`)).rejects.toThrow(
      /person_roles_apart/,
    );
  });

  it.each([
    ['decided by who proposed it', `state = 'approved', decided_by = 'ada'`, /people_proposal_four_eyes/],
    ['rejected by who proposed it', `state = 'rejected', decided_by = 'ada'`, /people_proposal_four_eyes/],
    ['approved by whom it is about', `state = 'approved', decided_by = 'carla'`, /not_about_oneself/],
    ['approved by nobody', `state = 'approved'`, /people_proposal_decided/],
    ['approved by nobody we know', `state = 'approved', decided_by = 'ghost'`, /people_proposal_decider_fk/],
    ['approved too late', `state = 'approved', decided_by = 'paul', expires_at = now()`, /kept as it was shown/],
    ['changed after it was shown', `handle = 'paul'`, /kept as it was shown/],
    ['approved for another proposer', `state = 'approved', decided_by = 'ada', proposed_by = 'paul'`, /kept as it was/],
  ])('refuses a proposal that is %s, even to the superuser', async (_, change, refusal) => {
    const changed = superuser.transaction(async (tx) => {
      await tx.execute(proposal());
      const closed = change.startsWith('state') ? ', decided_at = now()' : '';
      await tx.execute(`update gateway.people_proposal set ${change}${closed}`);
    });
    await expect(changed).rejects.toThrow(refusal);
  });

  it('refuses to decide what is decided', async () => {
    const changed = superuser.transaction(async (tx) => {
      await tx.execute(proposal());
      await tx.execute(
        `update gateway.people_proposal set state = 'rejected', decided_by = 'paul', decided_at = now()`,
      );
      await tx.execute(`update gateway.people_proposal set state = 'approved'`);
    });
    await expect(changed).rejects.toThrow(/is rejected already/);
  });

  it('refuses an approval after a proposal has expired', async () => {
    const changed = superuser.transaction(async (tx) => {
      await tx.execute(proposal({ expires_at: 'now()' }));
      await tx.execute(
        `update gateway.people_proposal set state = 'approved', decided_by = 'paul', decided_at = now()`,
      );
    });
    await expect(changed).rejects.toThrow(/people_proposal_in_time/);
  });

  it.each([
    'delete from gateway.people_proposal',
    'truncate gateway.people_proposal',
    'delete from gateway.person',
    'truncate gateway.person cascade',
    'update gateway.audit_log set actor = actor',
    'delete from gateway.audit_log',
    'truncate gateway.audit_log',
  ])('refuses to %s, even to the superuser', async (statement) => {
    await expect(superuser.execute(statement)).rejects.toThrow(/refused/);
  });

  it.each([
    `insert into gateway.audit_log values (1, now(), 'a', 'b', 'c', 'd', 'e', 'f')`,
    'update gateway.audit_head set sequence = 0',
    `update gateway.house set people_path = 'p'`,
    `insert into gateway.schema_migration (timestamp, name) values (1, 'x')`,
  ])('does not let the gateway %s', async (statement) => {
    await expect(gateway.execute(statement)).rejects.toThrow(/permission denied/);
  });

  it('keeps no password that is not hashed', async () => {
    await expect(
      gateway.execute(`insert into gateway.credential values ('carla', 'correct horse battery', now())`),
    ).rejects.toThrow(/credential_hashed/);
  });

  it('keeps the house free of users until somebody is invited', async () => {
    const empty = await freshDatabase([definition]);
    const database = await empty.asSuperuser();
    expect(await database.rows('select from gateway.person')).toEqual([]);
    const link = await database.transaction((tx) =>
      invite(tx, { handle: 'ada', name: 'Ada', roles: ['administrator'] }, Date.now()),
    );
    expect(Buffer.from(link.token, 'base64url')).toHaveLength(32);
    await empty.drop();
  });

  it('goes back to where it was before there were people', async () => {
    const empty = await freshDatabase([definition]);
    const database = await empty.asSuperuser();
    for (const Migration of [...definition.migrations].reverse())
      await new Migration().down({ query: (sql: string) => database.execute(sql) } as never);
    const left = await database.rows<{ name: string }>(
      `select relname as name from pg_class where relnamespace = 'gateway'::regnamespace and relkind = 'r'
       union all select proname from pg_proc where pronamespace = 'gateway'::regnamespace order by 1`,
    );
    expect(left.map(({ name }) => name)).not.toContain('person');
    expect(left.filter(({ name }) => /audit|people|sessions|refuse/.test(name))).toEqual([]);
    await empty.drop();
  });
});
