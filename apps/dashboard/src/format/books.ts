const firstBooks = ['house.treasury', 'house.debt', 'house.risk'];

/** The house's units first, then the clients by name. */
export function inOrder(books: readonly string[]): readonly string[] {
  const place = (book: string): number => (firstBooks.includes(book) ? firstBooks.indexOf(book) : firstBooks.length);
  return [...books].sort((a, b) => place(a) - place(b) || a.localeCompare(b));
}

/** `house.treasury` is Treasury to a reader; a client book carries its owner. */
export function shortBook(book: string): string {
  return book.replace(/^(house|client)\./, '');
}
