import { settled } from '#test/ledger-events';
import { LedgerDesk } from '#test/ledger-desk';
import { freshDatabase } from '#test/postgres';
import { worked1Bond, worked2Equity } from '#test/worked-trades';
import { handlers } from './handlers.js';
import { ledger } from './index.js';
import { writeFileSync } from 'node:fs';

it('measures', async () => {
  const out: string[] = [];
  const database = await freshDatabase([ledger]);
  const db = await database.as('ledger');
  const timed: Record<string, number> = {};
  const wrapped = Object.assign(Object.create(db), { transaction: (work: any) => db.transaction((tx) => work({
    rows: async (sql: string, p: any) => { const s = performance.now(); const r = await tx.rows(sql, p); const k = sql.slice(0, 60).replace(/\s+/g, ' '); timed[k] = (timed[k] ?? 0) + performance.now() - s; return r; },
    execute: async (sql: string, p: any) => { const s = performance.now(); const r = await tx.execute(sql, p); const k = sql.slice(0, 60); timed[k] = (timed[k] ?? 0) + performance.now() - s; return r; },
  })) });
  const desk = new LedgerDesk(wrapped, handlers);
  const N = 2000, B = 8;
  const trade = (i: number) => i % 2 ? worked1Bond() : worked2Equity({ isin: `ES0A51E000${10 + i % 10}` });
  const cpu = process.cpuUsage();
  const s = performance.now();
  for (let b = 0; b < B; b++) await desk.settle(...Array.from({ length: N }, (_, i) => b * N + i).map((i) => settled(`TRADE-${String(i).padStart(8, '0')}`, trade(i))));
  const wall = performance.now() - s;
  const used = process.cpuUsage(cpu);
  out.push(`wall ${wall} node cpu ${(used.user + used.system) / 1000}`, JSON.stringify(timed, null, 1));
  const su = await database.asSuperuser();
  const session = await su.session();
  await session.execute(`load 'auto_explain'`);
  await session.execute(`set auto_explain.log_min_duration = 0`);
  await session.execute(`set auto_explain.log_nested_statements = on`);
  await session.execute(`set auto_explain.log_analyze = on`);
  await session.execute(`set auto_explain.log_triggers = on`);
  await session.execute('begin isolation level read committed');
  const { entriesOf } = { entriesOf: 1 } as any; void entriesOf;
  const tdb = Object.assign(Object.create(db), { transaction: (work: any) => work(session) });
  const d2 = new LedgerDesk(tdb, handlers);
  await d2.settle(...Array.from({ length: N }, (_, i) => 100000 + i).map((i) => settled(`TRADE-${String(i).padStart(8, '0')}`, trade(i))));
  await session.execute('rollback'); await session.release();
  writeFileSync('/tmp/measure2.txt', out.join('\n') + '\n');
  await database.drop();
}, 300_000);
