import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { CHECKPOINT_KEY, checkpointSigner, LEDGER_ORIGIN } from '#apps/ledger';
import { privateKeyText, type NoteSigner } from '#formats/checkpoint';
import { keptSecret } from './kept-secret.js';

/**
 * The key that signs what the books stand at: the one that the environment gives, else the one in the data folder, drawn at the
 * first start and readable by its owner alone. It is put into the environment, where the ledger finds it.
 * @throws NoteKeyRejected when what is given is no key
 */
export async function provideCheckpointKey(dataFolder: string): Promise<NoteSigner> {
  const draw = (): string => privateKeyText(LEDGER_ORIGIN, randomBytes(32));
  const text = process.env[CHECKPOINT_KEY] ?? (await keptSecret(join(dataFolder, 'checkpoint-key'), draw));
  const signer = checkpointSigner(text);
  process.env[CHECKPOINT_KEY] = text;
  return signer;
}
