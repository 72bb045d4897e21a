import fc from 'fast-check';
import {
  checkpointText,
  headLines,
  headsIn,
  noteSigner,
  noteSignerFromSeed,
  NoteKeyRejected,
  NoteRejected,
  noteVerifier,
  openCheckpoint,
  openNote,
  privateKeyText,
  readCheckpoint,
  signCheckpoint,
  signNote,
  type Checkpoint,
} from './index.js';

/** The example that Go publishes with golang.org/x/mod/sumdb/note. */
const go = {
  privateKey: 'PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz',
  publicKey: 'PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW',
  text: "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n",
  signature:
    '— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n',
};

const signer = noteSignerFromSeed('asiento.example/ledger', Buffer.alloc(32, 7));
const stranger = noteSignerFromSeed('asiento.example/ledger', Buffer.alloc(32, 8));
const checkpoint: Checkpoint = {
  origin: 'asiento.example/ledger',
  size: 12345n,
  root: Buffer.alloc(32, 3),
  extensions: headLines([
    { book: 'house.debt', sequence: 7n, hash: Buffer.alloc(32, 1) },
    { book: 'client.Fundación Nalón', sequence: 10n ** 18n, hash: Buffer.alloc(32, 2) },
  ]),
};

describe('a signed note', () => {
  it('is byte for byte what another implementation signs with the same key', () => {
    expect(signNote(go.text, [noteSigner(go.privateKey)])).toBe(`${go.text}\n${go.signature}`);
    const opened = openNote(`${go.text}\n${go.signature}`, [noteVerifier(go.publicKey)]);
    expect(opened).toEqual({ text: go.text, signedBy: ['PeterNeumann'] });
  });

  it('gives its keys back from their text', () => {
    const seed = Buffer.alloc(32, 7);
    const [kept, told] = [privateKeyText(signer.keyName, seed), signer.text];
    const note = signNote('one\n', [noteSigner(kept)]);
    expect(openNote(note, [noteVerifier(told)]).text).toBe('one\n');
  });

  it.each([
    ['another text', (note: string) => note.replace('size', 'sizes'), 'does not fit the note'],
    [
      'another signature',
      (note: string) => note.replace(/.(.{8})=\n$/, (_, rest: string) => `A${rest}=\n`),
      'does not fit the note',
    ],
    ['no signature', (note: string) => note.slice(0, note.indexOf('—')), 'no known key'],
    ['a last line that is not ended', (note: string) => note.slice(0, -1), 'is not ended'],
    ['something else among the signatures', (note: string) => `${note}by ana\n`, 'that is none'],
    ['no empty line', (note: string) => note.replace('\n\n', '\n'), 'no empty line'],
    ['a control character', (note: string) => note.replace('size', 'si\u0007ze'), 'a control character'],
  ])('is refused with %s', (_, change, reason) => {
    const note = signNote('the size\n', [signer]);
    expect(() => openNote(change(note), [signer])).toThrow(NoteRejected);
    expect(() => openNote(change(note), [signer])).toThrow(reason);
  });

  it('passes over keys that nobody knows, and asks for one that is known', () => {
    expect(openNote(signNote('one\n', [stranger, signer]), [signer]).signedBy).toEqual([signer.keyName]);
    expect(() => openNote(signNote('one\n', [stranger]), [signer])).toThrow('no known key signed the note');
  });

  it.each([
    'asiento+00000000+AQ==',
    signer.text.replace(/\+[0-9a-f]{8}\+/, '+00000000+'),
    'no key',
    signer.text.replace('asiento', 'as iento'),
  ])('refuses %s as a key', (text) => {
    expect(() => noteVerifier(text)).toThrow(NoteKeyRejected);
  });
});

it('takes no key of another kind for one of Ed25519', () => {
  const other = `asiento+00000000+${Buffer.alloc(33, 2).toString('base64')}`;
  expect(() => noteVerifier(other)).toThrow('the key is not one of Ed25519');
});

describe('a checkpoint of the ledger', () => {
  it('is the text of C2SP tlog-checkpoint, with the head of every chain', () => {
    expect(checkpointText(checkpoint)).toBe(
      [
        'asiento.example/ledger',
        '12345',
        'AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=',
        `head 7 ${'01'.repeat(32)} house.debt`,
        `head 1000000000000000000 ${'02'.repeat(32)} client.Fundación Nalón`,
        '',
      ].join('\n'),
    );
  });

  it('comes back from its note, whatever its size, root and further lines', () => {
    const line = fc.stringMatching(/^[!-~][ -~]{0,40}$/);
    fc.assert(
      fc.property(
        fc.bigInt({ min: 0n, max: 2n ** 64n }),
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.array(line),
        (size, root, extensions) => {
          const one = { origin: 'a.example/log', size, root: Buffer.from(root), extensions };
          expect(openCheckpoint(signCheckpoint(one, [signer]), 'a.example/log', [signer])).toEqual(one);
        },
      ),
    );
  });

  it('names the chains again', () => {
    expect(headLines(headsIn(['other thing', ...checkpoint.extensions]))).toEqual(checkpoint.extensions);
    expect(() => headsIn(['head 07 ab house.debt'])).toThrow('is not the head of a chain');
  });

  it('is not taken for that of another log', () => {
    const note = signCheckpoint(checkpoint, [signer]);
    expect(() => openCheckpoint(note, 'other.example/ledger', [signer])).toThrow(
      'the checkpoint is one of asiento.example/ledger',
    );
  });

  it.each([
    ['no origin', '\n1\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n'],
    ['a size with a zero before it', 'a\n01\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n'],
    ['a root that is too short', 'a\n1\nAwMD\n'],
    ['an empty line', 'a\n1\nAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM=\n\nb\n'],
  ])('is refused with %s', (_, text) => {
    expect(() => readCheckpoint(text)).toThrow(NoteRejected);
  });

  it('cannot be written with a line in a line', () => {
    expect(() => checkpointText({ ...checkpoint, extensions: ['a\nb'] })).toThrow(NoteRejected);
  });
});
