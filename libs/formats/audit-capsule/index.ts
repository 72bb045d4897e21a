export type {
  CapsuleApproval,
  CapsuleBalance,
  CapsuleContent,
  CapsuleJournal,
  SourceMessage,
} from './capsule-content.js';
export { packCapsule } from './pack-capsule.js';
export { CAPSULE_FORM, verifierSource, writeCapsule, type CapsuleManifest } from './write-capsule.js';
