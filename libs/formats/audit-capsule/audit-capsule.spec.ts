import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contentHash } from '#domain/ledger';
import { NoteRejected, noteSignerFromSeed, readCheckpoint, signCheckpoint, signNote } from '#formats/checkpoint';
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
      'message 0 of settlement.obligation-settled.v1 0 is not what its hash says',
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

  const edited = (name: string, change: (text: string) => string) => async (path: string) =>
    writeFile(join(path, name), change(await readFile(join(path, name), 'utf8')));
  const swapped: Lines = ([one = {}, other = {}, ...rest]) => [other, one, ...rest];
  const doubled: Lines = ([one = {}, ...rest]) => [one, one, ...rest];
  const first =
    (change: Record_): Lines =>
    ([one = {}, ...rest]) => [{ ...one, ...change }, ...rest];
  const postings = (change: (postings: Record_[]) => Record_[]): Lines =>
    at('house.debt', 2, (line) => ({ ...line, postings: change(line['postings'] as Record_[]) }));
  const withSum = (message: string): Record_ => ({
    message,
    sha256: createHash('sha256').update(message).digest('hex'),
  });

  it.each<[string, (path: string) => Promise<void>, string]>([
    ['a manifest without its signature', (path) => rm(join(path, 'manifest.note')), 'manifest.note is missing'],
    ['a manifest that is none', edited('manifest.json', () => '{'), 'manifest.json is not JSON'],
    [
      'a manifest of another form',
      edited('manifest.json', (text) => text.replace('capsule.v1', 'capsule.v2')),
      'manifest.json is not one of asiento.audit-capsule.v1',
    ],
    [
      'a manifest that counts other lines',
      edited('manifest.json', (text) => text.replace(/("name": "rules.jsonl",\s+"rows": )\d+/, '$17')),
      'lines instead of 7',
    ],
    [
      'a manifest that counts other journals',
      edited('manifest.json', (text) => text.replace('"journals": 24', '"journals": 25')),
      'manifest.json counts other journals, postings or totals than the 24 and 48 here',
    ],
    [
      'a manifest that leaves a file out',
      edited('manifest.json', (text) => text.replace('"rules.jsonl"', '"other.jsonl"')),
      'other.jsonl is missing',
    ],
    [
      'a file that was taken out of folder and manifest',
      async (path) => {
        await rm(join(path, 'approvals.jsonl'));
        await edited('manifest.json', (text) => text.replace(/\{\s+"name": "approvals[^}]+\},/, ''))(path);
      },
      'approvals.jsonl is not listed in the manifest',
    ],
    [
      'a manifest of another ledger',
      edited('manifest.json', (text) => text.replace('"origin": "asiento', '"origin": "other')),
      'checkpoint-0001.txt is a checkpoint of asiento.example/ledger',
    ],
    [
      'no checkpoint at all',
      async (path) => {
        await rm(join(path, 'checkpoint-0001.txt'));
        await edited('manifest.json', (text) => text.replaceAll('checkpoint-0001.txt', 'README.md'))(path);
      },
      'there is no checkpoint',
    ],
    [
      'a line that is not UTF-8',
      async (path) => {
        const bytes = await readFile(join(path, 'rules.jsonl'));
        await writeFile(join(path, 'rules.jsonl'), Buffer.concat([Buffer.from([0x22, 0xff, 0x22, 10]), bytes]));
      },
      'rules.jsonl line 1 is not UTF-8',
    ],
    [
      'a last line without its end',
      edited('rules.jsonl', (text) => text.slice(0, -1)),
      'the last line of rules.jsonl is not ended',
    ],
    ['a line that is not JSON', edited('rules.jsonl', (text) => `x\n${text}`), 'rules.jsonl line 1 is not JSON'],
    [
      'a message that is another event',
      (path) => rewrite(path, 'sources.jsonl', first(withSum('{"eventId":"x"}'))),
      'message 0 of settlement.obligation-settled.v1 0 is event x, not 00000000-0000-5000-8000-000000000000',
    ],
    [
      'messages out of order',
      (path) => rewrite(path, 'sources.jsonl', swapped),
      'message 0 of settlement.obligation-settled.v1 0 is twice or out of order',
    ],
    [
      'a message that is there twice',
      (path) => rewrite(path, 'sources.jsonl', doubled),
      'message 0 of settlement.obligation-settled.v1 0 is twice or out of order',
    ],
    [
      'a book with two openings',
      (path) => rewrite(path, 'openings.jsonl', doubled),
      'client.Fundación "Nalón" has two openings',
    ],
    [
      'a book without an opening',
      (path) => rewrite(path, 'openings.jsonl', (lines) => lines.filter(({ book }) => book !== 'house.debt')),
      'house.debt 1: the book has no opening',
    ],
    [
      'one posting where there must be two',
      (path) =>
        rewrite(
          path,
          'journals.jsonl',
          postings(([one = {}]) => [one]),
        ),
      'house.debt 2: journal T3/1/settlement has 1 postings',
    ],
    [
      'a posting of nothing',
      (path) =>
        rewrite(
          path,
          'journals.jsonl',
          postings((all) => all.map((one) => ({ ...one, minorUnits: '0' }))),
        ),
      'house.debt 2: journal T3/1/settlement has an empty posting on 2100',
    ],
    [
      'a posting on an account that is none',
      (path) =>
        rewrite(
          path,
          'journals.jsonl',
          postings((all) => all.map((one) => ({ ...one, account: '0000' }))),
        ),
      'house.debt 2: nobody knows account 0000',
    ],
    [
      'a journal that is there twice',
      (path) =>
        rewrite(path, 'journals.jsonl', (lines) => {
          const { id } = lines[indexOf(lines, 'house.debt', 1)] ?? {};
          return at('house.debt', 2, (line) => ({ ...line, id }))(lines);
        }),
      'is there twice',
    ],
    [
      'an account that closes without its journals',
      (path) => rewrite(path, 'trial-balance.jsonl', (lines) => lines.slice(1)),
      'client.Fundación "Nalón" SDA 2100 CIERESM0 KWD moved by 1011 and is not there',
    ],
    [
      'an account that opens in books that begin empty',
      (path) => rewrite(path, 'trial-balance.jsonl', first({ opening: '5' })),
      'client.Fundación "Nalón" SDA 2100 CIERESM0 KWD opens with 5 in books that begin empty',
    ],
    [
      'a refusal that journals came of',
      (path) => rewrite(path, 'approvals.jsonl', first({ decision: 'refused' })),
      'A1 was refused, and journals came of it',
    ],
  ])('%s', async (_, change, found) => {
    const { status, says } = await afterwards(change);
    expect([status, says.includes(found), says]).toEqual([1, true, says]);
  });

  it('an opening that is not the one of an earlier checkpoint, and a place on the way that is another', async () => {
    const path = join(folder, 'later');
    await writeCapsule(path, soundCapsule(12, 5));
    await rewrite(path, 'openings.jsonl', (lines) =>
      lines.map((line) => (line['book'] === 'house.debt' ? { ...line, hash: 'ab'.repeat(32) } : line)),
    );
    const says = verified(path).says;
    expect(says).toContain('first: house.debt 2: the opening is not what checkpoint-0001.txt says');
    expect(says).toContain('first: house.debt 3: journal T6/1/settlement is not tied to the one before it');
    const early = soundCapsule(12, 5);
    const on = join(folder, 'on-the-way');
    await writeCapsule(on, { ...soundCapsule(12), checkpoints: early.checkpoints });
    expect(verified(on).status).toBe(0);
    await rewrite(
      on,
      'journals.jsonl',
      at('house.debt', 2, (line) => ({ ...line, hash: 'ab'.repeat(32) })),
    );
    expect(verified(on).says).toContain('first: house.debt 2: the chain is not the one of checkpoint-0001.txt');
  });

  it('a checkpoint that does not say where every book ends', async () => {
    const path = join(folder, 'headless');
    const { checkpoints, ...content } = soundCapsule(12);
    const [note = ''] = checkpoints;
    const { extensions, ...checkpoint } = readCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
    const without = extensions.filter((line) => !line.endsWith('house.debt'));
    await writeCapsule(path, {
      ...content,
      checkpoints: [signCheckpoint({ ...checkpoint, extensions: without }, [houseKey])],
    });
    expect(verified(path).says).toContain('first: house.debt 4: checkpoint-0001.txt does not say where the book ends');
    const smaller = join(folder, 'smaller');
    await writeCapsule(smaller, {
      ...soundCapsule(12),
      checkpoints: [signCheckpoint({ ...checkpoint, extensions, size: 23n }, [houseKey])],
    });
    expect(verified(smaller).says).toContain('first: there are 24 journals, by checkpoint-0001.txt 23');
  });

  it('books whose every hash was made anew, beside the checkpoint that was signed before', async () => {
    const path = join(folder, 'anew');
    await writeCapsule(path, soundCapsule(12));
    await writeCapsule(join(folder, 'without-last'), soundCapsule(11));
    for (const name of ['journals.jsonl', 'openings.jsonl', 'trial-balance.jsonl'])
      await cp(join(folder, 'without-last', name), join(path, name));
    await rewrite(path, 'journals.jsonl', (lines) => lines);
    const { status, says } = verified(path);
    expect([status, says.includes('the book ends here, by checkpoint-0001.txt at')]).toEqual([1, true]);
  });

  it('opening balances that were raised on one side alone', async () => {
    const path = join(folder, 'raised');
    await writeCapsule(path, soundCapsule(12, 5));
    const raised = (units: unknown): string => String(BigInt(String(units)) + 5n);
    await rewrite(path, 'trial-balance.jsonl', ([one = {}, ...rest]) => [
      { ...one, opening: raised(one['opening']), closing: raised(one['closing']) },
      ...rest,
    ]);
    expect(verified(path).says).toMatch(/first: client\.Fundación "Nalón" \w+ \w{3} does not balance: off by 5/);
  });

  it('a key that is none', () => {
    expect(verified(capsule, 'no key').says).toContain('first: the key given is not a public key');
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
