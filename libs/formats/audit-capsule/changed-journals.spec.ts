import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { contentHash } from '#domain/ledger';
import {
  at,
  CapsuleUnderAudit,
  indexOf,
  rewrite,
  withNewManifest,
  type Line,
  type Lines,
} from '#test/capsule-under-audit';
import { houseKey, soundCapsule } from '#test/small-books';
import { writeCapsule } from './index.js';

let audit: CapsuleUnderAudit;
beforeAll(async () => {
  audit = await CapsuleUnderAudit.open(12);
});
afterAll(() => audit.close());

describe('in an audit capsule that somebody changed, the verifier names', () => {
  const other: Readonly<Record<string, unknown>> = {
    book: 'house.other',
    sequence: '9',
    id: '6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a10',
    accounting: 'TDA',
    key: 'T999/1/settlement',
    rule: 'R2.settlement',
    ruleVersion: 2,
    effectiveDate: '2026-07-01',
    tradeId: 'T999',
    reverses: '6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a10',
    inputs: '{}',
    postings: [],
    recordedAtMicros: '1',
    sourceEventId: '6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a10',
    source: 'x/0/1',
    actor: 'eve',
    approver: 'eve',
    contentHash: 'ab'.repeat(32),
    hash: 'ab'.repeat(32),
  };
  it.each(Object.keys(other))('the journal whose %s was changed, also under a new manifest', async (field) => {
    const { status, says } = await audit.afterwards(async (path) => {
      await rewrite(
        path,
        'journals.jsonl',
        at('house.debt', 2, (line) => ({ ...line, [field]: other[field] })),
      );
      await withNewManifest(path);
    });
    expect(status).toBe(1);
    expect(says).toMatch(/first: house\.(debt|other) 2: /);
    expect(says).toContain('✗ NOT SO: manifest and checkpoints are signed with the key');
  });

  it.each([
    ['account', '1100'],
    ['detail', 'EVIL'],
    ['currency', 'USD'],
    ['minorUnits', '7'],
  ])('the journal whose posting has another %s', async (field, value) => {
    const { status, says } = await audit.afterwards((path) =>
      rewrite(
        path,
        'journals.jsonl',
        at('house.debt', 2, (line) => {
          const [first, ...rest] = line['postings'] as Line[];
          return { ...line, postings: [{ ...first, [field]: value }, ...rest] };
        }),
      ),
    );
    expect([
      status,
      says.includes('first: house.debt 2: journal T3/1/settlement is not what its content hash'),
    ]).toEqual([1, true]);
    expect(says).toContain('journals.jsonl is not what the manifest says');
  });

  it('what a new content hash cannot hide: chain, checkpoint, balances, double entry and bridge', async () => {
    const { says } = await audit.afterwards((path) =>
      rewrite(
        path,
        'journals.jsonl',
        at('house.debt', 2, (line) => {
          const [first, ...rest] = line['postings'] as Line[];
          const changed = { ...line, postings: [{ ...first, account: '2980', minorUnits: '7' }, ...rest] };
          const content = contentHash(changed as unknown as Parameters<typeof contentHash>[0]).toString('hex');
          return { ...changed, contentHash: content };
        }),
      ),
    );
    expect(says).not.toContain('is not what its content hash says');
    for (const found of [
      'first: house.debt 2: journal T3/1/settlement is not tied to the one before it',
      'first: house.debt 2: journal T3/1/settlement is off by -996 minor units of EUR',
      'first: house.debt 2: fact T3/1/settlement is off by 7 minor units of EUR on 2026-06-04 (SDA)',
      'first: the root is not the one of checkpoint-0001.txt',
      'NOT SO: the trial balance is what the journals add up to',
    ])
      expect(says).toContain(found);
  });

  it.each<[string, Lines, string]>([
    ['deleted', (lines) => lines.toSpliced(indexOf(lines, 'house.debt', 2), 1), 'house.debt 2: 3 is there instead'],
    [
      'inserted',
      (lines) => {
        const index = indexOf(lines, 'house.debt', 2);
        return lines.toSpliced(index, 0, lines[index] ?? {});
      },
      'house.debt 3: 2 is there instead',
    ],
    [
      'put before its neighbour',
      (lines) => {
        const index = indexOf(lines, 'house.debt', 2);
        return lines.toSpliced(index, 2, lines[index + 1] ?? {}, lines[index] ?? {});
      },
      'house.debt 2: 3 is there instead',
    ],
    [
      'moved to the end',
      (lines) => {
        const index = indexOf(lines, 'house.debt', 4);
        return [...lines.toSpliced(index, 1), lines[index] ?? {}];
      },
      'house.debt 4: the book is torn apart',
    ],
  ])('the place where a journal was %s', async (_, change, found) => {
    const { status, says } = await audit.afterwards(async (path) => {
      await rewrite(path, 'journals.jsonl', change);
      await withNewManifest(path);
    });
    expect([status, says.includes(`first: ${found}`), says]).toEqual([1, true, says]);
  });

  it('a tail that was cut from one book and everything that goes with it', async () => {
    const { status, says } = await audit.afterwards(async (path) => {
      await rewrite(path, 'journals.jsonl', (lines) => lines.toSpliced(indexOf(lines, 'house.debt', 4), 1));
      await withNewManifest(path);
    });
    expect(status).toBe(1);
    expect(says).toContain('first: house.debt 3: the book ends here, by checkpoint-0001.txt at 4');
  });

  it('a whole book that was taken out', async () => {
    const { status, says } = await audit.afterwards(async (path) => {
      for (const name of ['journals.jsonl', 'openings.jsonl', 'trial-balance.jsonl'])
        await rewrite(path, name, (lines) => lines.filter(({ book }) => book !== 'house.debt'));
      await withNewManifest(path);
    });
    expect([status, says.includes('first: house.debt 4: the whole book is missing')]).toEqual([1, true]);
  });

  it('a chain that was hashed anew from its beginning, by the signed checkpoint', async () => {
    const path = join(audit.folder, 'forged');
    const forged = soundCapsule(12);
    await writeCapsule(path, { ...forged, signer: houseKey });
    const honest = soundCapsule(13);
    await writeCapsule(join(audit.folder, 'longer'), honest);
    await cp(join(audit.folder, 'longer', 'checkpoint-0001.txt'), join(path, 'checkpoint-0001.txt'));
    await withNewManifest(path);
    const { status, says } = audit.verified(path);
    expect(status).toBe(1);
    expect(says).toContain('the book ends here, by checkpoint-0001.txt at 5');
  });

  it('files that changed places', async () => {
    const { status, says } = await audit.afterwards(async (path) => {
      const [accounts, rules] = [join(path, 'accounts.jsonl'), join(path, 'rules.jsonl')];
      const [one, two] = [await readFile(accounts), await readFile(rules)];
      await writeFile(accounts, two);
      await writeFile(rules, one);
    });
    expect([status, says.includes('first: accounts.jsonl is not what the manifest says')]).toEqual([1, true]);
    expect(says).toContain('first: rules.jsonl line 1 is not a record as it must be');
  });

  it('a file that was taken away, and one that was added', async () => {
    const { says } = await audit.afterwards((path) => rm(join(path, 'approvals.jsonl')));
    expect(says).toContain('first: approvals.jsonl is missing');
    const added = await audit.afterwards((path) => writeFile(join(path, 'letter.txt'), 'trust me'));
    expect([added.status, added.says.includes('first: letter.txt is not in the manifest')]).toEqual([1, true]);
  });

  it.each([
    [
      'sources.jsonl',
      { message: '{"eventId":"x"}' },
      'the message that',
      'message 0 of settlement.obligation-settled.v1 0 is not what its hash says',
    ],
    ['trial-balance.jsonl', { closing: '5' }, 'trial balance', 'closes at 5, its journals add up to'],
    ['openings.jsonl', { hash: 'ab'.repeat(32) }, 'tied to the one', 'does not begin with the hash of nothing'],
    ['approvals.jsonl', { decidedBy: 'ana' }, 'alone', 'A1: ana decided on what they proposed'],
    ['approvals.jsonl', { journals: ['6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a10'] }, 'alone', 'A1: journal 6f1d1a5c'],
    ['accounts.jsonl', { number: '0000' }, 'accounts', 'nobody knows account 1010'],
  ])('what was changed in %s to %j', async (name, change, question, found) => {
    const { status, says } = await audit.afterwards(async (path) => {
      await rewrite(path, name, ([first = {}, ...rest]) => [{ ...first, ...change }, ...rest]);
      await withNewManifest(path);
    });
    const [, rest = ''] = says.split(new RegExp(`✗ NOT SO: .*${question}.*\n`));
    expect([status, rest.split('\n')[0]]).toEqual([1, expect.stringContaining(found)]);
  });
});
