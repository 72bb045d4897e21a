import { execFileSync, spawnSync } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { NoteRejected, noteSignerFromSeed, readCheckpoint } from '#formats/checkpoint';
import { CapsuleUnderAudit } from '#test/capsule-under-audit';
import { skipReason } from '#test/skips';
import { houseKey, soundCapsule } from '#test/small-books';
import { packCapsule, writeCapsule } from './index.js';

let audit: CapsuleUnderAudit;
beforeAll(async () => {
  audit = await CapsuleUnderAudit.open(12);
});
afterAll(() => audit.close());

describe('an audit capsule', () => {
  it('of sound books is found to hold, by the verifier alone', () => {
    const { status, says } = audit.verified(audit.capsule);
    expect(says).toContain('VERDICT: everything holds.');
    expect(says).not.toContain('✗');
    expect(says).toContain('journals read: 24 with 48 postings in 4 books');
    expect(status).toBe(0);
  });

  it('brings its own verifier, which asks to compare the key', () => {
    const said = execFileSync(process.execPath, [join(audit.capsule, 'verify.mjs')], { encoding: 'utf8', env: {} });
    expect(said).toContain(`Compare it with what the house told you: ${houseKey.text}`);
    expect(said).toContain('VERDICT: everything holds.');
  });

  it('of a part of the books holds, and says that what came before is taken over', async () => {
    const path = join(audit.folder, 'part');
    await writeCapsule(path, soundCapsule(12, 5));
    const { status, says } = audit.verified(path);
    expect(says).toContain('The books begin before this capsule: opening balances are taken over, not proved.');
    expect([status, says.includes('✗')]).toEqual([0, false]);
  });

  it('of books without a journal holds', async () => {
    const path = join(audit.folder, 'empty');
    await writeCapsule(path, soundCapsule(0));
    expect(audit.verified(path).status).toBe(0);
  });

  it('goes into one archive, the same for the same files, and comes out as it was', async () => {
    const [one, other] = [join(audit.folder, 'one.tar.gz'), join(audit.folder, 'other.tar.gz')];
    const modified = new Date('2026-06-30T18:00:00Z');
    await packCapsule(audit.capsule, one, modified);
    await packCapsule(audit.capsule, other, modified);
    expect(await readFile(one)).toEqual(await readFile(other));
    await expect(packCapsule(audit.capsule, one, modified)).rejects.toMatchObject({ code: 'EEXIST' });
    await mkdir(join(audit.folder, 'out'));
    execFileSync('tar', ['-xzf', one, '-C', join(audit.folder, 'out')]);
    expect(audit.verified(join(audit.folder, 'out', 'capsule')).status).toBe(0);
  });

  it('is not made with a checkpoint of another key', async () => {
    const signer = noteSignerFromSeed('asiento.example/ledger', Buffer.alloc(32, 9));
    await expect(writeCapsule(join(audit.folder, 'no'), { ...soundCapsule(3), signer })).rejects.toBeInstanceOf(
      NoteRejected,
    );
  });
});

const python = spawnSync('python3', ['--version']);
if (python.error) skipReason('the hashes of a capsule in a second language', 'python3 is not installed', 1);

(python.error ? it.skip : it)('a second implementation, in Python, finds the same hashes byte for byte', async () => {
  const script = new URL('./second-opinion.py', import.meta.url).pathname;
  const said = execFileSync('python3', [script, audit.capsule], { encoding: 'utf8' }).trim().split('\n');
  const theirs = said.map((line) => JSON.parse(line) as unknown);
  const ours = soundCapsule(12).journalList.map(({ book, sequence, contentHash: content, hash }) => [
    book,
    String(sequence),
    content.toString('hex'),
    hash.toString('hex'),
  ]);
  const note = await readFile(join(audit.capsule, 'checkpoint-0001.txt'), 'utf8');
  const { root } = readCheckpoint(note.slice(0, note.lastIndexOf('\n\n') + 1));
  expect(theirs).toEqual([...ours, root.toString('base64')]);
});
