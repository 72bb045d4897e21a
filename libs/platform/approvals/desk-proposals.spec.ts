import type { DeskProposalRow } from '#contracts';
import { idOf } from '#domain/identity';
import type { Database } from '#platform/database';
import { problem, type ProblemException } from '#platform/http';
import type { ServiceDefinition } from '#platform/service';
import { agree, ingrid, nerea, person } from '#test/people';
import { freshDatabase, type TestDatabase } from '#test/postgres';
import { DeskProposals, type Approved } from './desk-proposals.js';

const desk: ServiceDefinition = {
  name: 'units',
  module: class {},
  migrations: [],
  hears: [],
  says: [],
  stateLines: [],
  hasDesk: true,
};

/** A desk that notes what it carries out. */
class NotingDesk extends DeskProposals {
  readonly done: string[] = [];
  fails: Error | undefined;

  constructor(database: Database) {
    super(database, desk.name);
  }

  protected carryOut({ act, object, proposedBy, decidedBy }: Approved): Promise<string> {
    if (this.fails) return Promise.reject(this.fails);
    this.done.push(`${act} ${object} by ${proposedBy} and ${decidedBy}`);
    return Promise.resolve('done');
  }
}

describe('four eyes at a desk', () => {
  let server: TestDatabase;
  let database: Database;
  let proposals: NotingDesk;
  let object: string;
  let objects = 0;

  beforeAll(async () => {
    server = await freshDatabase([desk]);
    database = await server.as(desk.name);
  }, 120_000);
  afterAll(() => server.drop());
  beforeEach(() => {
    proposals = new NotingDesk(database);
    object = `message-${(objects += 1)}`;
  });

  const propose = (content = {}, who = nerea): Promise<DeskProposalRow> =>
    proposals.propose({ act: 'resubmit', object, tradeId: null, content, reason: 'the sign was mistyped' }, who);
  const refusal = async (call: Promise<unknown>): Promise<string> => {
    const said = (await call.catch((error: unknown) => error)) as Partial<ProblemException>;
    return said.problem?.code ?? String(said);
  };
  const change = (sql: string): Promise<unknown> => database.execute(`update units.desk_proposal set ${sql}`);

  it('does nothing before another person has agreed, and then once, with both names', async () => {
    const waiting = await propose();
    expect([waiting.state, proposals.done]).toEqual(['waiting', []]);
    expect(await agree(proposals, waiting)).toMatchObject({ state: 'approved', decidedBy: 'ingrid', outcome: 'done' });
    expect(await refusal(agree(proposals, waiting))).toBe('proposal-decided');
    expect(await refusal(agree(proposals, waiting, person('luis', 'approver')))).toBe('proposal-decided');
    expect(proposals.done).toEqual([`resubmit ${object} by nerea and ingrid`]);
  });

  it('lets nobody decide an own proposal, however the name is written, and the database refuses it too', async () => {
    const waiting = await propose();
    for (const handle of ['nerea', 'Nerea', ' nerea '])
      expect(await refusal(agree(proposals, waiting, person(handle, 'approver')))).toBe('own-proposal');
    expect(await refusal(proposals.reject(waiting.proposalId, { reason: 'not so' }, nerea))).toBe('own-proposal');
    const own = `decided_by = ' NEREA', decided_at = now(), decision_reason = 'me' where proposal_id = '${waiting.proposalId}'`;
    await expect(change(`state = 'approved', ${own}`)).rejects.toThrow(/desk_proposal_two_people/);
    await expect(change(`state = 'rejected', ${own}`)).rejects.toThrow(/desk_proposal_two_people/);
    expect(proposals.done).toEqual([]);
  });

  it('holds for what was shown and nothing else', async () => {
    const waiting = await propose({ body: 'one' });
    const other = { ...waiting, shown: '0'.repeat(64) };
    expect(await refusal(agree(proposals, other))).toBe('shown-otherwise');
    expect(proposals.done).toEqual([]);
  });

  it('keeps what was proposed and decided as it was', async () => {
    const { proposalId } = await propose({ body: 'one' });
    const where = `where proposal_id = '${proposalId}'`;
    for (const sql of [`content = '{}'`, `object = 'another'`, `proposed_by = 'luis'`, `expires_at = 'infinity'`])
      await expect(change(`${sql} ${where}`)).rejects.toThrow(/kept as it is/);
    await proposals.reject(proposalId, { reason: 'the ticket says otherwise' }, ingrid);
    await expect(change(`decision_reason = 'another' ${where}`)).rejects.toThrow(/kept as it is/);
    await expect(
      change(`state = 'waiting', decided_by = null, decided_at = null, decision_reason = null ${where}`),
    ).rejects.toThrow(/kept as it is/);
    await expect(database.execute(`delete from units.desk_proposal ${where}`)).rejects.toThrow(/permission denied/);
    await expect(database.execute('truncate units.desk_proposal')).rejects.toThrow(/permission denied/);
  });

  it('takes one proposal at a time for one thing, and the next when that is decided or withdrawn', async () => {
    const first = await propose();
    expect(await refusal(propose({}, person('ana', 'clerk')))).toBe('proposal-waits');
    expect(await refusal(proposals.withdraw(first.proposalId, { reason: 'mistake' }, person('ana', 'clerk')))).toBe(
      'not-your-proposal',
    );
    expect(await proposals.withdraw(first.proposalId, { reason: 'a mistake' }, nerea)).toMatchObject({
      state: 'withdrawn',
    });
    expect((await propose({}, person('ana', 'clerk'))).state).toBe('waiting');
  });

  it('lets one of two who decide at once be the one', async () => {
    const waiting = await propose();
    const both = await Promise.allSettled([
      agree(proposals, waiting),
      agree(proposals, waiting, person('luis', 'approver')),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    const [late] = both.filter((one) => one.status === 'rejected');
    expect((late?.reason as ProblemException).problem).toMatchObject({
      code: 'proposal-decided',
      detail: expect.stringMatching(/^It has been approved by (ingrid|luis)\.$/),
    });
    expect(proposals.done).toHaveLength(1);
  });

  it('does what was approved when it was cut off before it was done, for whoever approved it', async () => {
    const waiting = await propose();
    proposals.fails = problem(503, 'decision-under-way', 'The decision is under way', 'It is kept.');
    expect(await refusal(agree(proposals, waiting))).toBe('decision-under-way');
    proposals.fails = undefined;
    expect(await refusal(agree(proposals, waiting, person('luis', 'approver')))).toBe('proposal-decided');
    expect(await agree(proposals, waiting)).toMatchObject({ state: 'approved', outcome: 'done' });
    expect(proposals.done).toHaveLength(1);
  });

  it('keeps why nothing came of an approval', async () => {
    const waiting = await propose();
    proposals.fails = problem(409, 'decision-overtaken', 'It has changed', 'Something newer arrived.');
    expect(await refusal(agree(proposals, waiting))).toBe('decision-overtaken');
    const [row] = (await proposals.page({ state: 'approved', limit: '500' })).rows.filter(
      (one) => one.object === object,
    );
    expect(row?.outcome).toBe('Something newer arrived.');
  });

  it('expires when nobody decides in time, and the next one may be proposed', async () => {
    await database.execute(
      `insert into units.desk_proposal (proposal_id, act, object, content, shown, proposed_by, proposed_at, reason, expires_at)
       values ('${idOf('old', object)}', 'discard', '${object}', '{}', '', 'ana', now() - interval '8 days', 'old', now() - interval '1 day')`,
    );
    expect(await refusal(proposals.reject(idOf('old', object), { reason: 'too late' }, ingrid))).toBe(
      'proposal-decided',
    );
    expect((await propose()).state).toBe('waiting');
    const expired = await proposals.page({ state: 'expired' });
    expect(expired.rows.map((row) => row.object)).toContain(object);
  });

  it('lists the latest first when asked, page by page, so that what was just decided is found without reading all', async () => {
    const made: string[] = [];
    for (let index = 0; index < 3; index++) {
      object = `latest-${index}`;
      made.push((await propose()).proposalId);
    }
    const first = await proposals.page({ order: 'latest', limit: '2' });
    const second = await proposals.page({ order: 'latest', limit: '1', ...(first.next ? { cursor: first.next } : {}) });
    expect([...first.rows, ...second.rows].map(({ proposalId }) => proposalId)).toEqual(made.reverse());
    expect(await refusal(proposals.page({ order: 'sideways' }))).toBe('parameter-refused');
  });

  it('is listed page by page, counted, by state', async () => {
    const ids: string[] = [];
    for (let index = 0; index < 5; index++) {
      object = `listed-${index}`;
      ids.push((await propose()).proposalId);
    }
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await proposals.page({ state: 'waiting', limit: '2', ...(cursor ? { cursor } : {}) });
      seen.push(...page.rows.map(({ proposalId }) => proposalId));
      cursor = page.next;
    } while (cursor);
    expect(seen.slice(-5)).toEqual(ids);
    expect(new Set(seen).size).toBe(seen.length);
    expect(await refusal(proposals.page({ state: 'lost' }))).toBe('parameter-refused');
    expect(await refusal(proposals.approve('no-id', { shown: '0'.repeat(64), reason: 'looked at' }, ingrid))).toBe(
      'proposal-unknown',
    );
  });
});
