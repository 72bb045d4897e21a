/** One posting of one journal. */
export interface PostingPlace {
  readonly journalId: string;
  readonly posting: number;
}

/** Id of the posting's button in the document. */
export function postingId({ journalId, posting }: PostingPlace): string {
  return `posting-${journalId}-${posting}`;
}
