import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { CHECKPOINT_KEY, checkpointSigner, LEDGER_ORIGIN } from '#apps/ledger';
import { privateKeyText, type NoteSigner } from '#formats/checkpoint';

/**
 * The key that signs what the books stand at: the one that the environment gives, else the one in the data folder, drawn at the
 * first start and readable by its owner alone. It is put into the environment, where the ledger finds it.
 * @throws NoteKeyRejected when what is given is no key
 */
export async function provideCheckpointKey(dataFolder: string): Promise<NoteSigner> {
  const text = process.env[CHECKPOINT_KEY] ?? (await keptKey(join(dataFolder, 'checkpoint-key')));
  const signer = checkpointSigner(text);
  process.env[CHECKPOINT_KEY] = text;
  return signer;
}

async function keptKey(file: string): Promise<string> {
  await mkdir(join(file, '..'), { recursive: true });
  try {
    await writeFile(file, `${privateKeyText(LEDGER_ORIGIN, randomBytes(32))}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return (await readFile(file, 'utf8')).trim();
}
