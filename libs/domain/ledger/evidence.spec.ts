import { chainHash, contentHash, type ChainPlace, type JournalEvidence } from './evidence.js';

const line = { account: '1100', detail: 'ES0A51B00019', currency: 'EUR', minorUnits: '99250000' };
const other = { account: '2100', detail: 'CIERESM0', currency: 'EUR', minorUnits: '-99250000' };
const journal: JournalEvidence = {
  id: '6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a10',
  book: 'house.debt',
  accounting: 'common',
  key: 'T1/1/trade-date',
  rule: 'R1.trade-date',
  ruleVersion: 1,
  effectiveDate: '2026-06-15',
  tradeId: 'T1',
  reverses: null,
  inputs: '{"side":"BUY"}',
  postings: [line, other],
};
const place: ChainPlace = {
  sequence: 7n,
  recordedAtMicros: 1_781_510_400_000_000n,
  sourceEventId: '00000000-0000-5000-8000-000000000000',
  source: 'intake.trade-captured.v1/3/17',
  actor: null,
  approver: null,
  contentHash: Buffer.alloc(32, 1),
  previousHash: Buffer.alloc(32, 2),
};

describe('the content hash of a journal', () => {
  const hashes = (...changes: Partial<JournalEvidence>[]): string[] =>
    changes.map((change) => contentHash({ ...journal, ...change }).toString('hex'));

  it('differs with everything an auditor reads of it', () => {
    const all = hashes(
      {},
      { id: '6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a11' },
      { book: 'house.risk' },
      { accounting: 'SDA' },
      { accounting: 'TDA' },
      { key: 'T1/2/trade-date' },
      { rule: 'R2.trade-date' },
      { ruleVersion: 2 },
      { effectiveDate: '2026-06-16' },
      { tradeId: 'T2' },
      { reverses: journal.id },
      { inputs: '{"side":"SELL"}' },
      { postings: [other, line] },
      { postings: [line] },
      { postings: [{ ...line, account: '1150' }, other] },
      { postings: [{ ...line, detail: '' }, other] },
      { postings: [{ ...line, currency: 'USD' }, other] },
      { postings: [{ ...line, minorUnits: '99250001' }, other] },
    );
    expect(new Set(all).size).toBe(all.length);
  });

  it('differs when a character moves from one field to the next', () => {
    const all = hashes(
      {},
      { book: 'house.deb', accounting: 'tcommon' },
      { accounting: 'commo', key: 'nT1/1/trade-date' },
      { key: 'T1/1/trade-dat', rule: 'eR1.trade-date' },
      { effectiveDate: '2026-06-1', tradeId: '5T1' },
      { postings: [{ ...line, account: '110', detail: '0ES0A51B00019' }, other] },
      { postings: [{ ...line, detail: 'ES0A51B0001', currency: '9EUR' }, other] },
      {
        postings: [
          { ...line, minorUnits: '992500002' },
          { ...other, account: '100' },
        ],
      },
    );
    expect(new Set(all).size).toBe(all.length);
  });
});

describe('the chain hash of a journal', () => {
  it('differs with place, time, cause, content, the hash before it, who decided and who agreed', () => {
    const all = [
      {},
      { sequence: 8n },
      { recordedAtMicros: place.recordedAtMicros + 1n },
      { sourceEventId: '00000000-0000-5000-8000-000000000001' },
      { contentHash: Buffer.alloc(32, 3) },
      { previousHash: Buffer.alloc(32, 3) },
      { actor: 'ana' },
      { actor: 'anna' },
      { approver: 'ana' },
      { actor: 'an', approver: 'a' },
      { source: 'intake.trade-captured.v1/3/18' },
    ].map((change) => chainHash({ ...place, ...change }).toString('hex'));
    expect(new Set(all).size).toBe(all.length);
  });
});
