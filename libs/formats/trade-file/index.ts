export { bytesOfFile, linesOf, wholeText, type FileBytes, type Line, type Unreadable } from './file-bytes.js';
export { fault, refused, type FileDefaults, type FileFault, type FileRow, type RawTradeEvent } from './file-row.js';
