import { captured, settled } from '#test/ledger-events';
import { LedgerDesk } from '#test/ledger-desk';
import { freshDatabase } from '#test/postgres';
import { worked1Bond, worked2Equity } from '#test/worked-trades';
import { handlers } from './handlers.js';
import { ledger, verifyLedger } from './index.js';
import { writeFileSync } from 'node:fs';

it('measures', async () => {
  const out: string[] = [];
  const database = await freshDatabase([ledger]);
  const db = await database.as('ledger');
  const desk = new LedgerDesk(db, handlers);
  const N = 2000, B = 15;
  const cpties = ['CIERESM0', 'ARTAESM0', 'BRUMGB20', 'EBROFRP0', 'FARODEF0', 'GALEUS30'];
  const trade = (i: number) => i % 2 ? worked1Bond({ counterparty: cpties[i % 6]! }) : worked2Equity({ counterparty: cpties[i % 6]!, isin: `ES0A51E000${10 + i % 10}` });
  for (const phase of ['capture', 'settle']) {
    const t: number[] = [];
    for (let b = 0; b < B; b++) {
      const ids = Array.from({ length: N }, (_, i) => b * N + i);
      const start = performance.now();
      if (phase === 'capture') await desk.book(...ids.map((i) => captured(`TRADE-${String(i).padStart(8, '0')}`, trade(i))));
      else await desk.settle(...ids.map((i) => settled(`TRADE-${String(i).padStart(8, '0')}`, trade(i))));
      t.push(performance.now() - start);
    }
    out.push(`${phase}: ${t.map((x) => x.toFixed(0)).join(' ')} ms per ${N}`);
  }
  const [c] = await db.rows<{ n: number }>('select count(*)::int n from ledger.posting');
  out.push(`postings ${c!.n}`);
  const s = performance.now(); const v = await verifyLedger(db); out.push(`verify ${(performance.now() - s).toFixed(0)} ms sound ${v.sound}`);
  // Baseline: COPY of the same rows.
  const su = await database.asSuperuser();
  await su.execute(`copy (select * from ledger.journal) to '/tmp/pgj.bin' with (format binary)`);
  await su.execute(`copy (select * from ledger.posting) to '/tmp/pgp.bin' with (format binary)`);
  await su.execute(`create table public.j (like ledger.journal including indexes)`);
  await su.execute(`create table public.p (like ledger.posting including indexes)`);
  const s2 = performance.now();
  await su.transaction(async (tx) => { await tx.execute(`copy public.j from '/tmp/pgj.bin' with (format binary)`); await tx.execute(`copy public.p from '/tmp/pgp.bin' with (format binary)`);
    await tx.execute(`create table public.b as select book, account, detail, currency, effective_date, sum(minor_units) from public.p group by 1,2,3,4,5`); });
  const ms = performance.now() - s2;
  out.push(`copy baseline ${ms.toFixed(0)} ms, ${(c!.n / ms * 1000).toFixed(0)} postings/s`);
  writeFileSync('/tmp/measure.txt', out.join('\n') + '\n');
  await database.drop();
}, 300_000);
