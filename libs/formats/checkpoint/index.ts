export { headLines, headsIn, type ChainHead } from './chain-heads.js';
export { checkpointText, openCheckpoint, readCheckpoint, signCheckpoint, type Checkpoint } from './checkpoint.js';
export {
  NoteKeyRejected,
  noteSigner,
  noteSignerFromSeed,
  noteVerifier,
  privateKeyText,
  type NoteSigner,
  type NoteVerifier,
} from './note-key.js';
export { NoteRejected, openNote, signNote, type SignedNote } from './signed-note.js';
