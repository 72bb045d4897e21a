/** The books hold postings that belong to no journal: they have been tampered with and must be verified first. */
export class UnsoundBooks extends Error {
  override readonly name = 'UnsoundBooks';

  constructor(book: string, sequence: bigint) {
    super(`${book} has postings at ${sequence} that belong to no journal; verify the ledger`);
  }
}
