import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { playThrough } from '#test/day';
import { houseUnderTest, type HouseUnderTest } from '#test/house';
import { nastyNames, nastyTexts } from './fuzz/nasty.js';

/** Every parameter that a service reads, found in its source: a new one is tried without being told here. */
function parameterNames(service: string): string[] {
  const found = new Set<string>();
  for (const path of readdirSync(join('apps', service), { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts') || path.endsWith('.spec.ts')) continue;
    const source = readFileSync(join('apps', service, path), 'utf8');
    for (const [, ...names] of source.matchAll(/@Query\('(\w+)'\)|query\['(\w+)'\]|query\.(\w+)|\btext\('(\w+)'\)/g))
      found.add(names.find((name) => name !== undefined) ?? '');
  }
  return [...found].sort();
}

/** Cursors that only look as if an earlier page had given them. */
const cursors: readonly string[] = [1, 2, 3, 4, 5]
  .flatMap((size) =>
    ['x', '', '2026-02-30', '2026-06-15', '-1', '9'.repeat(40), 'infinity', 'NaN', '\uD800', '{}', "' or 1=1 --"].map(
      (value) => Array.from({ length: size }, () => value),
    ),
  )
  .concat([
    [],
    ['2026-06-15', '00000000-0000-0000-0000-000000000000'],
    ['2026-06-15', '00000000-0000-0000-0000-00000000000g'],
  ])
  .map((values) => Buffer.from(JSON.stringify(values)).toString('base64url'));

const injections: readonly string[] = [
  "'",
  "' or '1'='1",
  "'; drop table intake.trade; --",
  'tradeId; drop table intake.trade',
  'tradeId desc nulls last, pg_sleep(5)',
  '(select pg_sleep(5))',
  '"tradeId"',
  'trade_id',
  '$1',
  '?',
  '%',
  '_',
  '*',
  '1 union select rolpassword from pg_authid',
  'constructor',
  '__proto__',
  'x'.repeat(5_000),
];

/** A URL holds no half of a pair; the halves come as bytes below. */
const asked = (text: string): string => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, '?'));

const values: readonly string[] = [...new Set([...nastyTexts, ...nastyNames, ...injections])];

/** Each value goes to each parameter at one list of a service in so many: its lists read their parameters in one way. */
const LISTS_PER_VALUE = Number(process.env['HOSTILE_LISTS_PER_VALUE'] ?? '3');

interface Route {
  readonly service: string;
  readonly path: string;
}

interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
}

describe('every query of every list', () => {
  let under: HouseUnderTest;
  let routes: Route[];

  beforeAll(async () => {
    under = await houseUnderTest();
    // Lists with something in them: an empty one may never look at what it is asked.
    await playThrough(under.house, { seed: 'queries', trades: 60, trouble: 'heavy' });
    routes = under.house.services.flatMap(({ definition: { name: service }, express }) =>
      (express as unknown as { router: { stack: Layer[] } }).router.stack.flatMap(({ route }) =>
        route?.methods['get'] && route.path.startsWith('/api/') ? [{ service, path: route.path }] : [],
      ),
    );
  }, 300_000);
  afterAll(() => under.close());

  const broken = async (queries: readonly string[]): Promise<string[]> => {
    const wrong: string[] = [];
    for (let from = 0; from < queries.length; from += 8)
      await Promise.all(
        queries.slice(from, from + 8).map(async (query) => {
          const response = await under.house.api.ask(query, {});
          const body = await response.text();
          // Refused at the door it would never have come to the service.
          const stopped = [401, 403].includes(response.status);
          if (stopped || response.status >= 500 || response.status < 200 || !body.startsWith('{'))
            wrong.push(`${response.status} ${query.slice(0, 160)}: ${body.slice(0, 160)}`);
        }),
      );
    return wrong;
  };

  it('is answered or refused by what it is, never by a fault of ours', async () => {
    const lists = routes.filter(({ path }) => !path.includes(':'));
    expect(lists.length).toBeGreaterThanOrEqual(12);
    const queries = lists.flatMap(({ service, path }) => {
      const ofService = lists.filter((list) => list.service === service);
      const every = Math.min(LISTS_PER_VALUE, ofService.length);
      const at = ofService.findIndex((list) => list.path === path);
      const tried = (all: readonly string[]): string[] => all.filter((_, index) => index % every === at % every);
      return [...parameterNames(service), 'unknown', '__proto__'].flatMap((name) => [
        ...tried(name === 'cursor' ? [...values, ...cursors] : values).map(
          (value) => `${path}?${name}=${asked(value)}`,
        ),
        `${path}?${name}=a&${name}=b`,
        `${path}?${name}[]=a`,
        `${path}?${name}[a]=b`,
        `${path}?${name}`,
        `${path}?${name}=%`,
        `${path}?${name}=%00`,
        `${path}?${name}=%ff%fe`,
        `${path}?${name}=%ed%a0%80`,
      ]);
    });
    for (const [service, name] of [
      ['intake', 'sort'],
      ['ledger', 'currency'],
      ['settlement', 'state'],
      ['units', 'cursor'],
    ])
      expect(parameterNames(service ?? '')).toContain(name);
    process.stderr.write(`hostile queries: ${queries.length} to ${lists.length} lists\n`);
    expect(await broken(queries)).toEqual([]);
  }, 600_000);

  it('holds for pages after the first, in every order on offer', async () => {
    const sorts = ['tradeId', 'settlementDate', 'counterparty', 'state'];
    const queries = sorts.flatMap((sort) =>
      ['asc', 'desc'].flatMap((order) =>
        cursors.map((cursor) => `/api/intake/trades?sort=${sort}&order=${order}&limit=1&cursor=${cursor}`),
      ),
    );
    expect(await broken(queries)).toEqual([]);
  }, 300_000);

  it('holds for the name of the one that is asked for', async () => {
    const queries = routes
      .filter(({ path }) => path.includes(':'))
      .flatMap(({ path }) =>
        values
          .filter((value) => value.trim() !== '' && value.length < 2_000)
          .map((value) => path.replace(/:\w+/, asked(value).replaceAll('.', '%2E'))),
      );
    expect(await broken(queries)).toEqual([]);
  }, 300_000);

  it('leaves every table where it was', async () => {
    expect((await under.house.api.get<{ rows: unknown[] }>('/api/intake/trades?limit=5')).rows.length).toBe(5);
  });
});
