import { noteSigner, noteSignerFromSeed, type NoteSigner } from '#formats/checkpoint';

/**
 * The key that signs checkpoints: `PRIVATE+KEY+name+hash+key` as a signed note has it, whose name is the origin of the ledger, or 32
 * random bytes in base64url, which get the name of a house on its own.
 */
export const CHECKPOINT_KEY = 'LEDGER_CHECKPOINT_KEY';

/** Name of the key, and origin of the ledger, where nobody gave one. */
export const LEDGER_ORIGIN = 'asiento.local/ledger';

const SEED = /^[A-Za-z0-9_-]{43}$/;

/** @throws NoteKeyRejected */
export function checkpointSigner(text: string): NoteSigner {
  return SEED.test(text) ? noteSignerFromSeed(LEDGER_ORIGIN, Buffer.from(text, 'base64url')) : noteSigner(text);
}

/** Signs checkpoints; a ledger without a key makes none. */
export class CheckpointKey {
  private constructor(readonly signer: NoteSigner | null) {}

  /** @throws NoteKeyRejected */
  static from(environment: NodeJS.ProcessEnv): CheckpointKey {
    const text = environment[CHECKPOINT_KEY];
    return new CheckpointKey(text ? checkpointSigner(text) : null);
  }
}
