import { createHash } from 'node:crypto';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { at, CapsuleUnderAudit, indexOf, rewrite, type Line, type Lines } from '#test/capsule-under-audit';

let audit: CapsuleUnderAudit;
beforeAll(async () => {
  audit = await CapsuleUnderAudit.open(12);
});
afterAll(() => audit.close());

describe('in an audit capsule with lines that cannot be, the verifier names', () => {
  const edited = (name: string, change: (text: string) => string) => async (path: string) =>
    writeFile(join(path, name), change(await readFile(join(path, name), 'utf8')));
  const swapped: Lines = ([one = {}, other = {}, ...rest]) => [other, one, ...rest];
  const doubled: Lines = ([one = {}, ...rest]) => [one, one, ...rest];
  const first =
    (change: Line): Lines =>
    ([one = {}, ...rest]) => [{ ...one, ...change }, ...rest];
  const postings = (change: (postings: Line[]) => Line[]): Lines =>
    at('house.debt', 2, (line) => ({ ...line, postings: change(line['postings'] as Line[]) }));
  const withSum = (message: string): Line => ({
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
    const { status, says } = await audit.afterwards(change);
    expect([status, says.includes(found), says]).toEqual([1, true, says]);
  });
});
