export type { FileSummary, HashedFile } from './hashed-file.js';
export type { OpenFile } from './open-file.js';
export { FolderInUse, SealedFolder } from './sealed-folder.js';
export type { Spool } from './spool.js';
