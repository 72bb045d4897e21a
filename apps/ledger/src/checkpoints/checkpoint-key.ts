import { noteSigner, type NoteSigner } from '#formats/checkpoint';

/** The key that signs checkpoints, `PRIVATE+KEY+name+hash+key` as a signed note has it; its name is the origin of the ledger. */
export const CHECKPOINT_KEY = 'LEDGER_CHECKPOINT_KEY';

/** Signs checkpoints; a ledger without a key makes none. */
export class CheckpointKey {
  private constructor(readonly signer: NoteSigner | null) {}

  /** @throws NoteKeyRejected */
  static from(environment: NodeJS.ProcessEnv): CheckpointKey {
    const text = environment[CHECKPOINT_KEY];
    return new CheckpointKey(text ? noteSigner(text) : null);
  }
}
