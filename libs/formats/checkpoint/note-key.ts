import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto';

/** What comes before the 32 bytes of an Ed25519 key in DER. */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex');
const SPKI = Buffer.from('302a300506032b6570032100', 'hex');
/** The kind of key that a note calls Ed25519. */
const ED25519 = 1;

/** A key that is not in the form of a signed note, or not one of Ed25519. */
export class NoteKeyRejected extends Error {
  override readonly name = 'NoteKeyRejected';
}

/** Checks the signatures of one key. */
export interface NoteVerifier {
  readonly keyName: string;
  /** First four bytes of the hash over name and key; tells keys of one name apart. */
  readonly keyHash: Buffer;
  /** The public key as others are told: `name+hash+key`. */
  readonly text: string;
  verifies(message: Buffer, signature: Buffer): boolean;
}

export interface NoteSigner extends NoteVerifier {
  sign(message: Buffer): Buffer;
}

/** Reads `name+hash+key`, the public key of a signed note. @throws NoteKeyRejected */
export function noteVerifier(text: string): NoteVerifier {
  const [name = '', hash = '', encoded = '', ...rest] = text.trim().split('+');
  // Base64 has a plus of its own.
  return verifierOf(name, keyOf([encoded, ...rest].join('+')), hash);
}

/** Reads `PRIVATE+KEY+name+hash+key`, the private key of a signed note. @throws NoteKeyRejected */
export function noteSigner(text: string): NoteSigner {
  const [first, second, name = '', hash = '', ...rest] = text.trim().split('+');
  if (first !== 'PRIVATE' || second !== 'KEY') throw new NoteKeyRejected('a private key begins with PRIVATE+KEY+');
  return signerOf(name, keyOf(rest.join('+')), hash);
}

/** A key of that name from 32 secret bytes, which the caller draws. */
export function noteSignerFromSeed(name: string, seed: Uint8Array): NoteSigner {
  if (seed.length !== 32) throw new NoteKeyRejected('a seed has 32 bytes');
  return signerOf(name, Buffer.from(seed));
}

/** The private key of a note as it is kept: as secret as the seed. */
export function privateKeyText(name: string, seed: Uint8Array): string {
  const { keyHash } = noteSignerFromSeed(name, seed);
  const key = Buffer.concat([Buffer.from([ED25519]), seed]);
  return `PRIVATE+KEY+${name}+${keyHash.toString('hex')}+${key.toString('base64')}`;
}

function signerOf(name: string, seed: Buffer, hash?: string): NoteSigner {
  const privateKey = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(SPKI.length);
  return { ...verifierOf(name, publicKey, hash), sign: (message) => sign(null, message, privateKey) };
}

function verifierOf(name: string, key: Buffer, hash?: string): NoteVerifier {
  if (!/^[^\s+]+$/u.test(name))
    throw new NoteKeyRejected('the name of a key has no space and no plus, and is not empty');
  const typed = Buffer.concat([Buffer.from([ED25519]), key]);
  const keyHash = createHash('sha256').update(`${name}\n`).update(typed).digest().subarray(0, 4);
  if (hash !== undefined && hash !== keyHash.toString('hex'))
    throw new NoteKeyRejected(`the hash of key ${name} is ${keyHash.toString('hex')}, not ${hash}`);
  const publicKey: KeyObject = createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' });
  return {
    keyName: name,
    keyHash,
    text: `${name}+${keyHash.toString('hex')}+${typed.toString('base64')}`,
    verifies: (message, signature) => signature.length === 64 && verify(null, message, publicKey, signature),
  };
}

/** The 32 bytes of a key, without the byte that says its kind. */
function keyOf(encoded: string): Buffer {
  const typed = Buffer.from(encoded, 'base64');
  if (typed.toString('base64') !== encoded || typed.length !== 33 || typed[0] !== ED25519)
    throw new NoteKeyRejected('the key is not one of Ed25519');
  return typed.subarray(1);
}
