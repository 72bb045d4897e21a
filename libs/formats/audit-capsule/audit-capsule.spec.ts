import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash } from '#domain/ledger';
import { noteSignerFromSeed, readCheckpoint, signNote, NoteRejected } from '#formats/checkpoint';
import { houseKey, soundCapsule } from '#test/small-books';
import { skipReason } from '#test/skips';
import { CAPSULE_FORM, packCapsule, verifierSource, writeCapsule, type CapsuleManifest } from './index.js';

let folder: string;
let capsule: string;
let verifier: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'capsule-'));
  capsule = join(folder, 'capsule');
  verifier = join(folder, 'verify.mjs');
  await writeCapsule(capsule, soundCapsule(12));
  await writeFile(verifier, await verifierSource());
});
afterAll(() => rm(folder, { recursive: true }));

interface Verdict {
  readonly status: number | null;
  readonly says: string;
}

/** The verifier from a place of its own, with the key that the auditor was told, and with no way out to a network or a home. */
function verified(path: string, key = houseKey.text): Verdict {
  const { status, stdout, stderr } = spawnSync(process.execPath, [verifier, path, '--key', key], {
    encoding: 'utf8',
    env: {},
  });
  return { status, says: stdout + stderr };
}

let copies = 0;

/** What the verifier says of a copy that was changed. */
async function afterwards(change: (path: string) => Promise<void>): Promise<Verdict> {
  copies += 1;
  const path = join(folder, `changed-${copies}`);
  await cp(capsule, path, { recursive: true });
  await change(path);
  return verified(path);
}

type Record_ = Record<string, unknown>;
type Lines = (lines: Record_[]) => Record_[];

async function rewrite(path: string, name: string, change: Lines): Promise<void> {
  const file = join(path, name);
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  const changed = change(lines.map((line) => JSON.parse(line) as Record_));
  await writeFile(file, changed.map((line) => `${JSON.stringify(line)}\n`).join(''));
}

/** What a forger does who knows how a capsule is made, but has not the key. */
async function withNewManifest(path: string): Promise<void> {
  const file = join(path, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as CapsuleManifest;
  const files = await Promise.all(
    manifest.files.map(async ({ name }) => {
      const content = await readFile(join(path, name));
      const rows = name.endsWith('.jsonl') ? content.toString().split('\n').length - 1 : 1;
      return { name, rows, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
    }),
  );
  await writeFile(file, `${JSON.stringify({ ...manifest, files }, null, 2)}\n`);
}

const at =
  (book: string, sequence: number, change: (journal: Record_) => Record_): Lines =>
  (lines) =>
    lines.map((line) => (line['book'] === book && line['sequence'] === String(sequence) ? change(line) : line));
const indexOf = (lines: Record_[], book: string, sequence: number): number =>
  lines.findIndex((line) => line['book'] === book && line['sequence'] === String(sequence));

describe('an audit capsule', () => {
  it('of sound books is found to hold, by the verifier alone', () => {
    const { status, says } = verified(capsule);
    expect(says).toContain('VERDICT: everything holds.');
    expect(says).not.toContain('✗');
    expect(says).toContain('journals read: 24 with 48 postings in 4 books');
    expect(status).toBe(0);
  });

  it('brings its own verifier, which asks to compare the key', () => {
    const said = execFileSync(process.execPath, [join(capsule, 'verify.mjs')], { encoding: 'utf8', env: {} });
    expect(said).toContain(`Compare it with what the house told you: ${houseKey.text}`);
    expect(said).toContain('VERDICT: everything holds.');
  });

  it('of a part of the books holds, and says that what came before is taken over', async () => {
    const path = join(folder, 'part');
    await writeCapsule(path, soundCapsule(12, 5));
    const { status, says } = verified(path);
    expect(says).toContain('The books begin before this capsule: opening balances are taken over, not proved.');
    expect([status, says.includes('✗')]).toEqual([0, false]);
  });

  it('of books without a journal holds', async () => {
    const path = join(folder, 'empty');
    await writeCapsule(path, soundCapsule(0));
    expect(verified(path).status).toBe(0);
  });

  it('goes into one archive, the same for the same files, and comes out as it was', async () => {
    const [one, other] = [join(folder, 'one.tar.gz'), join(folder, 'other.tar.gz')];
    const modified = new Date('2026-06-30T18:00:00Z');
    await packCapsule(capsule, one, modified);
    await packCapsule(capsule, other, modified);
    expect(await readFile(one)).toEqual(await readFile(other));
    await expect(packCapsule(capsule, one, modified)).rejects.toMatchObject({ code: 'EEXIST' });
    await rm(join(folder, 'out'), { recursive: true, force: true });
    execFileSync('mkdir', [join(folder, 'out')]);
    execFileSync('tar', ['-xzf', one, '-C', join(folder, 'out')]);
    expect(verified(join(folder, 'out', 'capsule')).status).toBe(0);
  });

  it('is not made with a checkpoint of another key', async () => {
    const signer = noteSignerFromSeed('asiento.example/ledger', Buffer.alloc(32, 9));
    await expect(writeCapsule(join(folder, 'no'), { ...soundCapsule(3), signer })).rejects.toBeInstanceOf(NoteRejected);
  });
});

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
    actor: 'eve',
    contentHash: 'ab'.repeat(32),
    hash: 'ab'.repeat(32),
  };
  it.each(Object.keys(other))('the journal whose %s was changed, also under a new manifest', async (field) => {
    const { status, says } = await afterwards(async (path) => {
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
    const { status, says } = await afterwards((path) =>
      rewrite(
        path,
        'journals.jsonl',
        at('house.debt', 2, (line) => {
          const [first, ...rest] = line['postings'] as Record_[];
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
    const { says } = await afterwards((path) =>
      rewrite(
        path,
        'journals.jsonl',
        at('house.debt', 2, (line) => {
          const [first, ...rest] = line['postings'] as Record_[];
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
    const { status, says } = await afterwards(async (path) => {
      await rewrite(path, 'journals.jsonl', change);
      await withNewManifest(path);
    });
    expect([status, says.includes(`first: ${found}`), says]).toEqual([1, true, says]);
  });

  it('a tail that was cut from one book and everything that goes with it', async () => {
    const { status, says } = await afterwards(async (path) => {
      await rewrite(path, 'journals.jsonl', (lines) => lines.toSpliced(indexOf(lines, 'house.debt', 4), 1));
      await withNewManifest(path);
    });
    expect(status).toBe(1);
    expect(says).toContain('first: house.debt 3: the book ends here, by checkpoint-0001.txt at 4');
  });

  it('a whole book that was taken out', async () => {
    const { status, says } = await afterwards(async (path) => {
      for (const name of ['journals.jsonl', 'openings.jsonl', 'trial-balance.jsonl'])
        await rewrite(path, name, (lines) => lines.filter(({ book }) => book !== 'house.debt'));
      await withNewManifest(path);
    });
    expect([status, says.includes('first: house.debt 4: the whole book is missing')]).toEqual([1, true]);
  });

  it('a chain that was hashed anew from its beginning, by the signed checkpoint', async () => {
    const path = join(folder, 'forged');
    const forged = soundCapsule(12);
    await writeCapsule(path, { ...forged, signer: houseKey });
    const honest = soundCapsule(13);
    await writeCapsule(join(folder, 'longer'), honest);
    await cp(join(folder, 'longer', 'checkpoint-0001.txt'), join(path, 'checkpoint-0001.txt'));
    await withNewManifest(path);
    const { status, says } = verified(path);
    expect(status).toBe(1);
    expect(says).toContain('the book ends here, by checkpoint-0001.txt at 5');
  });

  it('files that changed places', async () => {
    const { status, says } = await afterwards(async (path) => {
      const [accounts, rules] = [join(path, 'accounts.jsonl'), join(path, 'rules.jsonl')];
      const [one, two] = [await readFile(accounts), await readFile(rules)];
      await writeFile(accounts, two);
      await writeFile(rules, one);
    });
    expect([status, says.includes('first: accounts.jsonl is not what the manifest says')]).toEqual([1, true]);
    expect(says).toContain('first: rules.jsonl line 1 is not a record as it must be');
  });

  it('a file that was taken away, and one that was added', async () => {
    const { says } = await afterwards((path) => rm(join(path, 'approvals.jsonl')));
    expect(says).toContain('first: approvals.jsonl is missing');
    const added = await afterwards((path) => writeFile(join(path, 'letter.txt'), 'trust me'));
    expect([added.status, added.says.includes('first: letter.txt is not in the manifest')]).toEqual([1, true]);
  });

  it.each([
    [
      'sources.jsonl',
      { message: '{"eventId":"x"}' },
      'the message that',
      'message 0 of settlement.obligation-settled.v1 0',
    ],
    ['trial-balance.jsonl', { closing: '5' }, 'trial balance', 'closes at 5, its journals add up to'],
    ['openings.jsonl', { hash: 'ab'.repeat(32) }, 'tied to the one', 'does not begin with the hash of nothing'],
    ['approvals.jsonl', { decidedBy: 'ana' }, 'alone', 'A1: ana decided on what they proposed'],
    ['approvals.jsonl', { journals: ['6f1d1a5c-3f0e-5f57-9d2b-8c1f6f2f7a10'] }, 'alone', 'A1: journal 6f1d1a5c'],
    ['accounts.jsonl', { number: '0000' }, 'accounts', 'nobody knows account 1010'],
  ])('what was changed in %s to %j', async (name, change, question, found) => {
    const { status, says } = await afterwards(async (path) => {
      await rewrite(path, name, ([first = {}, ...rest]) => [{ ...first, ...change }, ...rest]);
      await withNewManifest(path);
    });
    const [, rest = ''] = says.split(new RegExp(`✗ NOT SO: .*${question}.*\n`));
    expect([status, rest.split('\n')[0]]).toEqual([1, expect.stringContaining(found)]);
  });

  it('a message that was taken out, with the first journal that it caused', async () => {
    const { says } = await afterwards((path) => rewrite(path, 'sources.jsonl', (lines) => lines.toSpliced(3, 1)));
    expect(says).toContain('first: house.debt 2: message 00000000-0000-5000-8000-000000000003 is not there');
  });

  it('a field that no hash covers', async () => {
    const { says } = await afterwards((path) =>
      rewrite(
        path,
        'journals.jsonl',
        at('house.debt', 2, (line) => ({ ...line, note: 'approved' })),
      ),
    );
    expect(says).toMatch(/first: journals\.jsonl line \d+ \(house\.debt 2\) is not a record as it must be/);
  });

  it('a rule that nobody knows', async () => {
    const { says } = await afterwards((path) =>
      rewrite(path, 'rules.jsonl', (lines) => lines.filter(({ id }) => id !== 'R1.settlement')),
    );
    expect(says).toContain('nobody knows rule R1.settlement version 1');
  });

  it('one byte, wherever it is in whatever file', async () => {
    const names = await readdir(capsule);
    expect(names).toHaveLength(13);
    for (const name of names) {
      const length = (await readFile(join(capsule, name))).length;
      for (const place of [0, Math.floor(length / 2), length - 1]) {
        const { status, says } = await afterwards(async (path) => {
          const bytes = await readFile(join(path, name));
          bytes.writeUInt8((bytes[place] ?? 0) ^ 1, place);
          await writeFile(join(path, name), bytes);
        });
        expect([name, place, status, says.includes(name) || says.includes('manifest')]).toEqual([name, place, 1, true]);
      }
    }
  }, 120_000);

  it('a manifest that another key signed, and a key that is not the one told', async () => {
    const eve = noteSignerFromSeed('asiento.example/ledger', Buffer.alloc(32, 66));
    const change = async (path: string): Promise<void> => {
      await rewrite(path, 'approvals.jsonl', () => []);
      await writeFile(join(path, 'public-key.txt'), `${eve.text}\n`);
      await withNewManifest(path);
      const sha256 = createHash('sha256')
        .update(await readFile(join(path, 'manifest.json')))
        .digest('hex');
      await writeFile(join(path, 'manifest.note'), signNote(`${CAPSULE_FORM}\n${sha256}\n`, [eve]));
    };
    const { status, says } = await afterwards(change);
    expect([status, says.includes('first: public-key.txt is not the key given')]).toEqual([1, true]);
    // Not even to an auditor who takes the key that comes along: the checkpoints are the house's.
    const path = join(folder, 'eve');
    await cp(capsule, path, { recursive: true });
    await change(path);
    expect(spawnSync(process.execPath, [verifier, path], { encoding: 'utf8' }).stdout).toContain(
      'first: checkpoint-0001.txt is not signed with the key',
    );
  });

  it('nothing at all where there is no capsule, and ends differently', () => {
    expect(verified(join(folder, 'nowhere')).status).toBe(2);
  });
});

const python = spawnSync('python3', ['--version']);
if (python.error) skipReason('the hashes of a capsule in a second language', 'python3 is not installed', 1);

(python.error ? it.skip : it)('a second implementation, in Python, finds the same hashes byte for byte', async () => {
  const script = new URL('./second-opinion.py', import.meta.url).pathname;
  const said = execFileSync('python3', [script, capsule], { encoding: 'utf8' }).trim().split('\n');
  const theirs = said.map((line) => JSON.parse(line) as unknown);
  const ours = soundCapsule(12).journalList.map(({ book, sequence, contentHash: content, hash }) => [
    book,
    String(sequence),
    content.toString('hex'),
    hash.toString('hex'),
  ]);
  const note = await readFile(join(capsule, 'checkpoint-0001.txt'), 'utf8');
  const { root } = readCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
  expect(theirs).toEqual([...ours, root.toString('base64')]);
});
