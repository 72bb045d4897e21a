import { counterpartyConfirmation, tradeAgreed, tradeCaptured, decode, encode } from '#contracts';
import { invertedEconomics } from '#domain/trade';
import { idOf } from '#domain/identity';
import { freshDatabase } from '#test/postgres';
import { worked2Equity } from '#test/worked-trades';
import { HearTrades } from './hear-trades.controller.js';
import { reconciliation } from './index.js';
import { confirmation } from '../../confirmation/src/index.js';
import { HearTrades as HearConf } from '../../confirmation/src/hear-trades.controller.js';

it('bench', async () => {
  const server = await freshDatabase([reconciliation, confirmation]);
  const rec = await server.as('reconciliation'); const conf = await server.as('confirmation');
  const h = new HearTrades(), c = new HearConf();
  const N = 2000, rounds = 6;
  const t: Record<string, number[]> = {};
  const run = async (name: string, db: any, handler: any, contract: any, events: any[]) => {
    const received = events.map((e) => ({ event: decode(contract, encode(contract, e)), message: {} }));
    const out: any[] = [];
    const start = performance.now();
    let dbms = 0; const parts: string[] = [];
    await db.transaction(async (tx0: any) => { const tx = { rows: async (q: string, p: any) => { const s = performance.now(); const r = await tx0.rows(q, p); dbms += performance.now() - s; parts.push(q.trim().slice(0, 12) + ':' + Math.round(performance.now() - s)); return r; }, execute: async (q: string, p: any) => { const s = performance.now(); const r = await tx0.execute(q, p); dbms += performance.now() - s; parts.push(q.trim().slice(0, 12) + ':' + Math.round(performance.now() - s)); return r; } };
      const f = await handler({ received, publish: (_c: any, n: any[]) => { for (const e of n) out.push(e); } , park() {}, duplicate() {} }, tx); if (f) throw f.error; });
    (t[name] ??= []).push(performance.now() - start); (t[name + ' db'] ??= []).push(dbms); console.log(name, parts.join(' '));
    return out;
  };
  for (let r = 0; r < rounds; r++) {
    const ids = Array.from({ length: N }, (_, i) => `T${r}-${String((i * 7919) % N).padStart(7, '0')}`);
    const trade = worked2Equity({ price: '189.25' });
    const cap = (id: string, side: string) => ({ eventId: idOf('c', id, side), tradeId: id, side, version: 1, action: 'NEW', amendment: null, replaces: null, trade, source: { topic: 't', partition: 0, offset: '0' }, occurredAt: '2026-06-15T10:00:00Z' });
    await run('rec front', rec, h.captured.bind(h), tradeCaptured, ids.map((id) => cap(id, 'front')));
    const out = await run('rec middle', rec, h.captured.bind(h), tradeCaptured, ids.map((id) => cap(id, 'middle')));
    expect(out.length).toBe(N);
    await run('rec both', rec, h.captured.bind(h), tradeCaptured, ids.slice(0, 1000).flatMap((id) => [cap('b' + id, 'front'), cap('b' + id, 'middle')]));
    await run('conf statement', conf, c.stated.bind(c), counterpartyConfirmation, ids.map((id) => ({ messageId: id, counterparty: 'ARTAESM0', counterpartyReference: 'x', tradeId: id, revision: 1, kind: 'CONFIRM', terms: invertedEconomics(trade), sentAt: '2026-06-15T10:00:00Z' })));
    await run('conf captured', conf, c.captured.bind(c), tradeCaptured, ids.map((id) => cap(id, 'front')));
    const o2 = await run('conf agreed', conf, c.agreed.bind(c), tradeAgreed, out);
    expect(o2.length).toBe(2 * N);
  }
  for (const [k, v] of Object.entries(t)) console.log(k, v.map((x) => Math.round(x)).join(' '));
  await server.drop();
}, 200000);
