/** What an auditor reads first. */
export function capsuleReadme({
  entity,
  origin,
  createdAt,
}: {
  entity: string;
  origin: string;
  createdAt: string;
}): string {
  return `# Audit capsule of ${entity}

Books of ${origin}, taken at ${createdAt}. Everything here can be verified without the house, its software or a network.

## Verify it

Node.js 20 or newer is enough:

    node verify.mjs --key "PUBLIC KEY"

Take the public key from the house by another way than this capsule (a letter, its web site, last year's audit), and
\`verify.mjs\` from a place you trust: a verifier that came with what it verifies proves little. Without \`--key\` the key in
\`public-key.txt\` is used, which shows only that one hand made all of it. The program reads; it writes nothing and opens
no connection. It ends with 0 when everything holds and names the first fault of each kind otherwise.

## What is in it

| file | one line is |
|---|---|
| \`journals.jsonl\` | a journal, book by book in the order of its chain, with all that its hashes cover |
| \`openings.jsonl\` | a book: sequence and hash before its first journal here (0 and zeros: from its beginning) |
| \`trial-balance.jsonl\` | an account of a book in a currency: what it opened and closed at, in minor units |
| \`sources.jsonl\` | a message that caused journals: topic, partition, offset, SHA-256 and the message as it came |
| \`approvals.jsonl\` | a decision that took two, and the journals that came of it |
| \`accounts.jsonl\` | an account of the chart |
| \`rules.jsonl\` | a version of a posting rule, as journals name it |
| \`checkpoint-NNNN.txt\` | a signed checkpoint (C2SP tlog-checkpoint, Ed25519), oldest first |
| \`public-key.txt\` | the key that signed checkpoints and manifest |
| \`manifest.json\`, \`manifest.note\` | length and SHA-256 of every file, and the signed hash of that |

Amounts are whole minor units as text; positive debits, negative credits. \`common\` journals belong to every accounting, TDA
(trade date) and SDA (settlement date) journals to one: the books of an accounting are \`common\` and its own together.

## The hashes

Content hash: SHA-256 over \`asiento.journal.v1\`, id, book, accounting, key, rule, rule version, effective date, trade, reversed
journal (empty for none), inputs, number of postings, then account, detail, currency and minor units of each posting; before
each part stand its length in bytes (decimal) and a colon.

Chain hash: SHA-256 over \`asiento.chain.v1\`, sequence and microseconds since 1970 (8 bytes each, big endian), source event (16
bytes), content hash (32), chain hash before (32), then who decided, who agreed (both empty for none) and the place of the source
event (topic/partition/offset), each with its length in bytes and a colon before it.

Root: Merkle tree after RFC 6962 over the content hashes in the order of the journals' ids. The last checkpoint holds it, the
number of journals, and on its further lines \`head SEQUENCE HASH BOOK\`, the end of every chain.

## What it cannot show

That the books were complete when the first checkpoint was signed, and that messages were true. A tail that was cut, with a
checkpoint signed anew by the house's own key, shows only beside an earlier checkpoint that you kept: keep this one.
`;
}
