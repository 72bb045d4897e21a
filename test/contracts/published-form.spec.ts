import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { allContracts, contractDocuments, decode, encode } from '#contracts';

const root = new URL('../../', import.meta.url);
const text = (document: unknown): string => `${JSON.stringify(document, null, 2)}\n`;

/** `UPDATE_CONTRACTS=1 npm test -- test/contracts` writes the documents anew after an intended, additive change. */
const update = process.env['UPDATE_CONTRACTS'] === '1';

describe('the published contracts', () => {
  const documents = [...contractDocuments()];

  if (update) {
    mkdirSync(new URL('docs/contracts/', root), { recursive: true });
    for (const [path, document] of documents) writeFileSync(new URL(path, root), text(document));
  }

  it.each(documents)('%s is what the schema says', (path, document) => {
    expect(readFileSync(new URL(path, root), 'utf8')).toBe(text(document));
  });

  it('have no document left over from a topic that is gone', () => {
    const written = readdirSync(new URL('docs/contracts/', root)).map((file) => `docs/contracts/${file}`);
    expect(written.sort()).toEqual(documents.map(([path]) => path).sort());
  });
});

/** Messages as they were first published. If one of these must change, publish v2 of the topic instead. */
describe('messages of version 1 stay readable', () => {
  const frozen = JSON.parse(readFileSync(new URL('frozen-v1.json', import.meta.url), 'utf8')) as Record<
    string,
    unknown
  >;

  it('cover every topic', () => {
    expect(Object.keys(frozen).sort()).toEqual(allContracts.map(({ topic }) => topic).sort());
  });

  it.each(allContracts.map((contract) => [contract.topic, contract] as const))('%s', (topic, contract) => {
    const body = JSON.stringify(frozen[topic]);
    expect(JSON.parse(encode(contract, decode(contract, body)))).toEqual(frozen[topic]);
  });
});
