/** A file while it is written. */
export interface OpenFile {
  /** @param rows how many rows of the file this is, for the manifest */
  write(data: string | Uint8Array, rows?: number): Promise<void>;
}
