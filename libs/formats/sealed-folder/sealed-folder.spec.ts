import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderInUse, SealedFolder } from './index.js';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'sealed-folder-')), 'new');
});
afterEach(() => rm(join(folder, '..'), { recursive: true }));

describe('a folder that leaves the house whole or not at all', () => {
  it('shows no file under its name before all are on disk, and then says of each what is in it', async () => {
    const sealed = await SealedFolder.begin(folder);
    const first = await sealed.create('first.csv');
    await first.write('ñ\n', 1);
    await first.write(Buffer.from([0, 255]));
    const spool = await sealed.spool('body');
    await spool.write('body');
    await first.write('head ');
    await sealed.pour(spool, first);
    expect((await readdir(folder)).sort()).toEqual(['first.csv.partial']);
    const [summary] = await sealed.close();
    await (await sealed.create('manifest.json')).write(JSON.stringify(summary));
    await sealed.seal();
    expect((await readdir(folder)).sort()).toEqual(['first.csv', 'manifest.json']);
    const content = await readFile(join(folder, 'first.csv'));
    expect(content).toEqual(Buffer.concat([Buffer.from('ñ\n'), Buffer.from([0, 255]), Buffer.from('head body')]));
    const sha256 = createHash('sha256').update(content).digest('hex');
    expect(summary).toEqual({ name: 'first.csv', rows: 1, bytes: 14, sha256 });
  });

  it('pours what was kept aside to the last byte, however much it is', async () => {
    const sealed = await SealedFolder.begin(folder);
    const [file, spool] = [await sealed.create('large'), await sealed.spool('body')];
    const piece = 'a line of some length\n'.repeat(1000);
    for (let index = 0; index < 150; index += 1) await spool.write(`${index} ${piece}`);
    await sealed.pour(spool, file);
    await sealed.seal();
    const expected = Array.from({ length: 150 }, (_, index) => `${index} ${piece}`).join('');
    expect((await readFile(join(folder, 'large'), 'utf8')) === expected).toBe(true);
  });

  it('refuses what an interrupted export left behind, and says what to do', async () => {
    await SealedFolder.begin(folder);
    await writeFile(join(folder, 'journals.csv.partial'), 'journal_id');
    await expect(SealedFolder.begin(folder)).rejects.toThrow(
      `${folder} holds an export that was interrupted or is still being written (journals.csv.partial): remove the folder, or choose another`,
    );
  });

  it('refuses a folder with anything else in it, and keeps that', async () => {
    await (await SealedFolder.begin(folder)).abandon();
    await writeFile(join(folder, 'letter.txt'), 'mine');
    await expect(SealedFolder.begin(folder)).rejects.toBeInstanceOf(FolderInUse);
    expect(await readFile(join(folder, 'letter.txt'), 'utf8')).toBe('mine');
  });

  it('leaves nothing when it is given up, so that the next export may begin', async () => {
    const sealed = await SealedFolder.begin(folder);
    await (await sealed.create('a')).write('a');
    await sealed.close();
    await (await sealed.create('b')).write('b');
    await (await sealed.spool('c')).write('c');
    await sealed.abandon();
    expect(await readdir(folder)).toEqual([]);
  });

  it('lets only one of two exports into the same folder', async () => {
    const [one, other] = [await SealedFolder.begin(folder), await SealedFolder.begin(folder)];
    await one.create('journals.csv');
    await expect(other.create('journals.csv')).rejects.toThrow('is being written by another export');
    await one.abandon();
  });
});
