import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { noteSignerFromSeed, readCheckpoint, signCheckpoint, signNote } from '#formats/checkpoint';
import { at, CapsuleUnderAudit, rewrite, withNewManifest } from '#test/capsule-under-audit';
import { houseKey, soundCapsule } from '#test/small-books';
import { CAPSULE_FORM, writeCapsule } from './index.js';

let audit: CapsuleUnderAudit;
beforeAll(async () => {
  audit = await CapsuleUnderAudit.open(12);
});
afterAll(() => audit.close());

describe('in an audit capsule whose evidence was changed, the verifier names', () => {
  it('an opening that is not the one of an earlier checkpoint, and a place on the way that is another', async () => {
    const path = join(audit.folder, 'later');
    await writeCapsule(path, soundCapsule(12, 5));
    await rewrite(path, 'openings.jsonl', (lines) =>
      lines.map((line) => (line['book'] === 'house.debt' ? { ...line, hash: 'ab'.repeat(32) } : line)),
    );
    const says = audit.verified(path).says;
    expect(says).toContain('first: house.debt 2: the opening is not what checkpoint-0001.txt says');
    expect(says).toContain('first: house.debt 3: journal T6/1/settlement is not tied to the one before it');
    const early = soundCapsule(12, 5);
    const on = join(audit.folder, 'on-the-way');
    await writeCapsule(on, { ...soundCapsule(12), checkpoints: early.checkpoints });
    expect(audit.verified(on).status).toBe(0);
    await rewrite(
      on,
      'journals.jsonl',
      at('house.debt', 2, (line) => ({ ...line, hash: 'ab'.repeat(32) })),
    );
    expect(audit.verified(on).says).toContain('first: house.debt 2: the chain is not the one of checkpoint-0001.txt');
  });

  it('a checkpoint that does not say where every book ends', async () => {
    const path = join(audit.folder, 'headless');
    const { checkpoints, ...content } = soundCapsule(12);
    const [note = ''] = checkpoints;
    const { extensions, ...checkpoint } = readCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
    const without = extensions.filter((line) => !line.endsWith('house.debt'));
    await writeCapsule(path, {
      ...content,
      checkpoints: [signCheckpoint({ ...checkpoint, extensions: without }, [houseKey])],
    });
    expect(audit.verified(path).says).toContain(
      'first: house.debt 4: checkpoint-0001.txt does not say where the book ends',
    );
    const smaller = join(audit.folder, 'smaller');
    await writeCapsule(smaller, {
      ...soundCapsule(12),
      checkpoints: [signCheckpoint({ ...checkpoint, extensions, size: 23n }, [houseKey])],
    });
    expect(audit.verified(smaller).says).toContain('first: there are 24 journals, by checkpoint-0001.txt 23');
  });

  it('books whose every hash was made anew, beside the checkpoint that was signed before', async () => {
    const path = join(audit.folder, 'anew');
    await writeCapsule(path, soundCapsule(12));
    await writeCapsule(join(audit.folder, 'without-last'), soundCapsule(11));
    for (const name of ['journals.jsonl', 'openings.jsonl', 'trial-balance.jsonl'])
      await cp(join(audit.folder, 'without-last', name), join(path, name));
    await rewrite(path, 'journals.jsonl', (lines) => lines);
    const { status, says } = audit.verified(path);
    expect([status, says.includes('the book ends here, by checkpoint-0001.txt at')]).toEqual([1, true]);
  });

  it('opening balances that were raised on one side alone', async () => {
    const path = join(audit.folder, 'raised');
    await writeCapsule(path, soundCapsule(12, 5));
    const raised = (units: unknown): string => String(BigInt(String(units)) + 5n);
    await rewrite(path, 'trial-balance.jsonl', ([one = {}, ...rest]) => [
      { ...one, opening: raised(one['opening']), closing: raised(one['closing']) },
      ...rest,
    ]);
    expect(audit.verified(path).says).toMatch(/first: client\.Fundación "Nalón" \w+ \w{3} does not balance: off by 5/);
  });

  it('a key that is none', () => {
    expect(audit.verified(audit.capsule, 'no key').says).toContain('first: the key given is not a public key');
  });

  it('a message that was taken out, with the first journal that it caused', async () => {
    const { says } = await audit.afterwards((path) => rewrite(path, 'sources.jsonl', (lines) => lines.toSpliced(3, 1)));
    expect(says).toContain('first: house.debt 2: message 00000000-0000-5000-8000-000000000003 is not there');
  });

  it('a field that no hash covers', async () => {
    const { says } = await audit.afterwards((path) =>
      rewrite(
        path,
        'journals.jsonl',
        at('house.debt', 2, (line) => ({ ...line, note: 'approved' })),
      ),
    );
    expect(says).toMatch(/first: journals\.jsonl line \d+ \(house\.debt 2\) is not a record as it must be/);
  });

  it('a rule that nobody knows', async () => {
    const { says } = await audit.afterwards((path) =>
      rewrite(path, 'rules.jsonl', (lines) => lines.filter(({ id }) => id !== 'R1.settlement')),
    );
    expect(says).toContain('nobody knows rule R1.settlement version 1');
  });

  it('one byte, wherever it is in whatever file', async () => {
    const names = await readdir(audit.capsule);
    expect(names).toHaveLength(13);
    for (const name of names) {
      const length = (await readFile(join(audit.capsule, name))).length;
      for (const place of [0, Math.floor(length / 2), length - 1]) {
        const { status, says } = await audit.afterwards(async (path) => {
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
    const { status, says } = await audit.afterwards(change);
    expect([status, says.includes('first: public-key.txt is not the key given')]).toEqual([1, true]);
    // Not even to an auditor who takes the key that comes along: the checkpoints are the house's.
    const path = join(audit.folder, 'eve');
    await cp(audit.capsule, path, { recursive: true });
    await change(path);
    expect(spawnSync(process.execPath, [audit.verifier, path], { encoding: 'utf8' }).stdout).toContain(
      'first: checkpoint-0001.txt is not signed with the key',
    );
  });

  it('nothing at all where there is no audit.capsule, and ends differently', () => {
    expect(audit.verified(join(audit.folder, 'nowhere')).status).toBe(2);
  });
});
