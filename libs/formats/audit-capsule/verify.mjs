#!/usr/bin/env node
// Verifies an audit capsule of Asiento: needs Node 20 or newer, this file, and nothing else; opens no connection.
//
//   node verify.mjs [folder] [--key PUBLIC-KEY]
//
// The folder is the one of this file unless another is named. Give the public key that you got from the house by another way
// than the capsule: without it, the key inside the capsule is used, which proves only that one hand made all of it.
// Ends with 0 when everything holds, 1 when something does not, 2 when there is nothing to verify.
import { createHash, createPublicKey, verify } from 'node:crypto';
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const FORM = 'asiento.audit-capsule.v1';
const QUESTIONS = {
  manifest: 'every file is as the manifest says, and nothing else is there',
  signature: 'manifest and checkpoints are signed with the key',
  form: 'every line is written as it must be',
  content: 'every journal is what its content hash says',
  sequence: 'no journal is missing, twice, or out of order',
  chain: 'every journal is tied to the one before it',
  checkpoint: 'the chains and the tree of journals are those of the signed checkpoints',
  'double entry': 'every journal balances in each currency',
  bridge: 'inter-unit accounts sum to zero per fact, currency, day and accounting',
  balances: 'the trial balance is what the journals add up to',
  source: 'the message that caused each journal is there, as it came',
  rules: 'rule and accounts of every journal are known',
  approvals: 'nobody decided alone, and what was decided on is there',
};
const INTER_UNIT = new Set(['1980', '2980']);
const BEGINNING = '00'.repeat(32);

/** The first fault of each kind, and how many there are. */
const faults = new Map();
function fault(kind, what) {
  const known = faults.get(kind);
  if (known) known.count += 1;
  else faults.set(kind, { first: what, count: 1 });
}

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const say = (text) => process.stdout.write(`${text}\n`);

const args = process.argv.slice(2);
const keyAt = args.indexOf('--key');
const givenKey = keyAt < 0 ? undefined : args.splice(keyAt, 2)[1];
const folder = args[0] ?? dirname(fileURLToPath(import.meta.url));
const path = (name) => join(folder, name);
if (!existsSync(path('manifest.json')) || (keyAt >= 0 && !givenKey)) {
  process.stderr.write('usage: node verify.mjs [folder with manifest.json] [--key PUBLIC-KEY]\n');
  process.exit(2);
}

/** Text of a small file; nothing, and a fault, when it is not there. */
function textOf(name) {
  if (existsSync(path(name))) return readFileSync(path(name), 'utf8');
  fault('manifest', `${name} is missing`);
  return '';
}

/** Lines of a file without their ends, with their numbers, none of a missing one; split at line feeds alone, as JSON may hold other line ends. */
async function* linesOf(name) {
  if (!existsSync(path(name))) return;
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
  let [rest, number] = [Buffer.alloc(0), 0];
  for await (const chunk of createReadStream(path(name), { highWaterMark: 1 << 20 })) {
    let begin = 0;
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, begin)) {
      const bytes = rest.length > 0 ? Buffer.concat([rest, chunk.subarray(begin, end)]) : chunk.subarray(begin, end);
      rest = Buffer.alloc(0);
      begin = end + 1;
      number += 1;
      try {
        yield [decoder.decode(bytes), number];
      } catch {
        fault('form', `${name} line ${number} is not UTF-8`);
      }
    }
    rest = Buffer.concat([rest, chunk.subarray(begin)]);
  }
  if (rest.length > 0) fault('form', `the last line of ${name} is not ended`);
}

const TEXT = (value) => typeof value === 'string';
const TEXT_OR_NONE = (value) => value === null || TEXT(value);
const UNITS = (value) => TEXT(value) && /^(0|-?[1-9]\d*)$/.test(value);
const COUNT = (value) => TEXT(value) && /^(0|[1-9]\d{0,17})$/.test(value);
const HASH = (value) => TEXT(value) && /^[0-9a-f]{64}$/.test(value);
const ID = (value) => TEXT(value) && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(value);
const CURRENCY = (value) => TEXT(value) && /^[A-Z]{3}$/.test(value);
const DAY = (value) => TEXT(value) && /^\d{4}-\d\d-\d\d$/.test(value);
const WHOLE = (value) => Number.isSafeInteger(value) && value >= 0;
const POSTING = { account: TEXT, detail: TEXT, currency: CURRENCY, minorUnits: UNITS };
const RECORDS = {
  'journals.jsonl': {
    book: TEXT,
    sequence: COUNT,
    id: ID,
    accounting: (value) => ['common', 'TDA', 'SDA'].includes(value),
    key: TEXT,
    rule: TEXT,
    ruleVersion: WHOLE,
    effectiveDate: DAY,
    tradeId: TEXT,
    reverses: (value) => value === null || ID(value),
    inputs: TEXT,
    postings: (value) => Array.isArray(value) && value.every((one) => fits(one, POSTING)),
    recordedAtMicros: COUNT,
    sourceEventId: ID,
    source: TEXT,
    actor: TEXT_OR_NONE,
    approver: TEXT_OR_NONE,
    contentHash: HASH,
    hash: HASH,
  },
  'sources.jsonl': {
    eventId: ID,
    topic: TEXT,
    partition: WHOLE,
    offset: COUNT,
    sha256: HASH,
    encoding: (value) => value === 'utf8' || value === 'base64',
    message: TEXT,
  },
  'trial-balance.jsonl': {
    book: TEXT,
    accounting: TEXT,
    account: TEXT,
    detail: TEXT,
    currency: TEXT,
    opening: UNITS,
    closing: UNITS,
  },
  'openings.jsonl': { book: TEXT, sequence: COUNT, hash: HASH },
  'accounts.jsonl': { number: TEXT, name: TEXT, kind: TEXT },
  'rules.jsonl': { id: TEXT, version: WHOLE, validFrom: DAY, sentence: TEXT, formula: TEXT, rounding: TEXT },
  'approvals.jsonl': {
    id: TEXT,
    action: TEXT,
    subject: TEXT,
    proposedBy: TEXT,
    proposedAt: TEXT,
    decision: (value) => value === 'approved' || value === 'refused',
    decidedBy: TEXT,
    decidedAt: TEXT,
    journals: (value) => Array.isArray(value) && value.every(ID),
  },
};

/** Exactly the fields of a record, in their order, each of its form: nothing can stand there that is not looked at. */
function fits(value, record) {
  const names = Object.keys(record);
  const there = value && typeof value === 'object' ? Object.keys(value) : [];
  return there.length === names.length && names.every((name, at) => there[at] === name && record[name](value[name]));
}

async function* recordsOf(name) {
  for await (const [line, number] of linesOf(name)) {
    let record;
    try {
      record = JSON.parse(line);
    } catch {
      fault('form', `${name} line ${number} is not JSON`);
      continue;
    }
    if (fits(record, RECORDS[name]) && JSON.stringify(record) === line) yield record;
    else {
      const place = record?.book === undefined ? '' : ` (${record.book} ${record.sequence ?? record.account})`;
      fault('form', `${name} line ${number}${place} is not a record as it must be`);
    }
  }
}

/** Every file of the manifest by length and hash; then what is there beside them. */
async function checkFiles() {
  let manifest;
  try {
    manifest = JSON.parse(textOf('manifest.json'));
  } catch {
    fault('manifest', 'manifest.json is not JSON');
  }
  const files = Array.isArray(manifest?.files) ? manifest.files.filter((one) => TEXT(one?.name)) : [];
  if (manifest?.form !== FORM) fault('manifest', `manifest.json is not one of ${FORM}`);
  const listed = new Set(['manifest.json', 'manifest.note']);
  for (const { name, bytes, rows, sha256: expected } of files) {
    listed.add(name);
    if (!/^[\w.-]+$/.test(name) || !existsSync(path(name))) {
      fault('manifest', `${name} is missing`);
      continue;
    }
    const hash = createHash('sha256');
    let [length, lines] = [0, 0];
    for await (const chunk of createReadStream(path(name), { highWaterMark: 1 << 20 })) {
      hash.update(chunk);
      length += chunk.length;
      if (name.endsWith('.jsonl')) for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) lines += 1;
    }
    if (length !== bytes || hash.digest('hex') !== expected) fault('manifest', `${name} is not what the manifest says`);
    else if (name.endsWith('.jsonl') && lines !== rows)
      fault('manifest', `${name} has ${lines} lines instead of ${rows}`);
  }
  for (const name of readdirSync(folder)) if (!listed.has(name)) fault('manifest', `${name} is not in the manifest`);
  for (const name of [...Object.keys(RECORDS), 'verify.mjs', 'README.md', 'public-key.txt'])
    if (!listed.has(name)) fault('manifest', `${name} is not listed in the manifest`);
  return { ...manifest, files };
}

/** Reads `name+hash+key` of a signed note (C2SP), Ed25519. */
function publicKeyOf(text) {
  const [name = '', hash, ...rest] = text.trim().split('+');
  const typed = Buffer.from(rest.join('+'), 'base64');
  const keyHash = sha256(`${name}\n`, typed).subarray(0, 4);
  if (typed.length !== 33 || typed[0] !== 1 || keyHash.toString('hex') !== hash) return undefined;
  const der = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), typed.subarray(1)]);
  return { name, keyHash, key: createPublicKey({ key: der, format: 'der', type: 'spki' }) };
}

/** The text of a note that the key signed. */
function openedNote(name, key) {
  const note = textOf(name);
  const split = note.lastIndexOf('\n\n');
  const text = note.slice(0, split + 1);
  const lines = note.slice(split + 2).split('\n');
  const ended = lines.pop() === '';
  const signed = lines.some((line) => {
    const [dash, signer, encoded = ''] = line.split(' ');
    const bytes = Buffer.from(encoded, 'base64');
    if (!key || dash !== '—' || signer !== key.name || bytes.length !== 68) return false;
    if (bytes.toString('base64') !== encoded || !bytes.subarray(0, 4).equals(key.keyHash)) return false;
    return verify(null, Buffer.from(text), key.key, bytes.subarray(4));
  });
  if (split < 0 || !ended || !signed) fault('signature', `${name} is not signed with the key`);
  return text;
}

function checkSignatures(manifest) {
  const key = publicKeyOf(givenKey ?? textOf('public-key.txt'));
  if (!key) fault('signature', `${givenKey ? 'the key given' : 'public-key.txt'} is not a public key`);
  if (givenKey && givenKey.trim() !== textOf('public-key.txt').trim())
    fault('signature', 'public-key.txt is not the key given');
  const [form, hash] = openedNote('manifest.note', key).split('\n');
  if (form !== FORM || hash !== sha256(readFileSync(path('manifest.json'))).toString('hex'))
    fault('signature', 'manifest.note signs another manifest than manifest.json');
  const names = manifest.files.map(({ name }) => name).filter((name) => /^checkpoint-\d+\.txt$/.test(name));
  if (names.length === 0) fault('checkpoint', 'there is no checkpoint');
  return names.sort().map((name) => {
    const [origin, size, root, ...lines] = openedNote(name, key).split('\n').slice(0, -1);
    const heads = lines.map((line) => /^head (\d+) ([0-9a-f]{64}) (.+)$/.exec(line)).filter(Boolean);
    if (origin !== manifest.origin) fault('checkpoint', `${name} is a checkpoint of ${origin}`);
    return { name, size, root, heads: heads.map(([, sequence, head, book]) => ({ book, sequence, hash: head })) };
  });
}

/** Each part with its length in bytes before it. */
const prefixed = (parts) => parts.map((part) => `${Buffer.byteLength(part)}:${part}`).join('');

function contentHash({
  id,
  book,
  accounting,
  key,
  rule,
  ruleVersion,
  effectiveDate,
  tradeId,
  reverses,
  inputs,
  postings,
}) {
  const head = [id, book, accounting, key, rule, String(ruleVersion), effectiveDate, tradeId, reverses ?? '', inputs];
  const lines = postings.map(({ account, detail, currency, minorUnits }) => [account, detail, currency, minorUnits]);
  return sha256(prefixed(['asiento.journal.v1', ...head, String(postings.length), ...lines.flat()])).toString('hex');
}

function chainHash(journal, previous) {
  const { sequence, recordedAtMicros, sourceEventId, contentHash: content, actor, approver, source } = journal;
  const numbers = Buffer.alloc(16);
  numbers.writeBigInt64BE(BigInt(sequence), 0);
  numbers.writeBigInt64BE(BigInt(recordedAtMicros), 8);
  const fixed = [sourceEventId.replaceAll('-', ''), content, previous].map((hex) => Buffer.from(hex, 'hex'));
  return sha256('asiento.chain.v1', numbers, ...fixed, prefixed([actor ?? '', approver ?? '', source])).toString('hex');
}

/** Root after RFC 6962 over the content hashes in the order of their ids. */
function rootOf(leaves) {
  const trees = [];
  for (const leaf of leaves.sort()) {
    let tree = { size: 1, hash: sha256('\u0000', Buffer.from(leaf.slice(16), 'latin1')) };
    while (trees.at(-1)?.size === tree.size)
      tree = { size: tree.size * 2, hash: sha256('\u0001', trees.pop().hash, tree.hash) };
    trees.push(tree);
  }
  const hashes = trees.map(({ hash }) => hash);
  return hashes.length === 0 ? sha256() : hashes.reduceRight((right, left) => sha256('\u0001', left, right));
}

async function checkSources() {
  const known = new Set();
  let before = [];
  for await (const { eventId, topic, partition, offset, sha256: expected, encoding, message } of recordsOf(
    'sources.jsonl',
  )) {
    known.add(eventId);
    const place = `message ${offset} of ${topic} ${partition}`;
    const bytes = Buffer.from(message, encoding);
    if (sha256(bytes).toString('hex') !== expected) fault('source', `${place} is not what its hash says`);
    if (topic === before[0] && partition === before[1] && BigInt(offset) <= before[2])
      fault('source', `${place} is twice or out of order`);
    before = [topic, partition, BigInt(offset)];
    const named = encoding === 'utf8' && /^\s*\{/.test(message) ? nameIn(message) : undefined;
    if (named !== undefined && named !== eventId) fault('source', `${place} is event ${named}, not ${eventId}`);
  }
  return known;
}

/** The id that a message gives itself; nothing for what is not ours. */
function nameIn(message) {
  try {
    return JSON.parse(message).eventId;
  } catch {
    return undefined;
  }
}

const keyOf = (...parts) => JSON.stringify(parts);

/** Ends of the chains as they are read, and what checkpoints say of places on the way. */
async function openChains(checkpoints) {
  const [ends, marks] = [new Map(), new Map()];
  for await (const { book, sequence, hash } of recordsOf('openings.jsonl')) {
    if (ends.has(book)) fault('sequence', `${book} has two openings`);
    ends.set(book, { sequence: BigInt(sequence), hash, opening: BigInt(sequence) });
    if (sequence === '0' && hash !== BEGINNING) fault('chain', `${book} does not begin with the hash of nothing`);
  }
  for (const { name, heads } of checkpoints)
    for (const { book, sequence, hash } of heads) {
      const end = ends.get(book);
      if (end && BigInt(sequence) === end.opening && hash !== end.hash)
        fault('checkpoint', `${book} ${sequence}: the opening is not what ${name} says`);
      marks.set(keyOf(book, sequence), { name, hash });
    }
  return { ends, marks, current: undefined };
}

/** Content, place, and the tie to the journal before. */
function checkPlace(journal, chains) {
  const { book, sequence, key, hash } = journal;
  const place = `${book} ${sequence}`;
  const end = chains.ends.get(book) ?? { sequence: 0n, hash: BEGINNING, opening: 0n };
  if (!chains.ends.has(book)) fault('sequence', `${place}: the book has no opening`);
  if (book !== chains.current && end.sequence !== end.opening) fault('sequence', `${place}: the book is torn apart`);
  chains.current = book;
  const due = end.sequence + 1n;
  if (BigInt(sequence) !== due) fault('sequence', `${book} ${due}: ${sequence} is there instead`);
  if (contentHash(journal) !== journal.contentHash)
    fault('content', `${place}: journal ${key} is not what its content hash says`);
  if (chainHash(journal, end.hash) !== hash)
    fault('chain', `${place}: journal ${key} is not tied to the one before it`);
  chains.ends.set(book, { sequence: BigInt(sequence), hash, opening: end.opening });
  const mark = chains.marks.get(keyOf(book, sequence));
  if (mark && mark.hash !== hash) fault('checkpoint', `${place}: the chain is not the one of ${mark.name}`);
}

/** What the postings add up to: in the journal, in the accounts, across the bridge, and in all. */
function addUp({ book, sequence, key, accounting, effectiveDate, postings }, { movements, bridges, totals, accounts }) {
  const place = `${book} ${sequence}`;
  const balance = new Map();
  if (postings.length < 2) fault('double entry', `${place}: journal ${key} has ${postings.length} postings`);
  for (const { account, detail, currency, minorUnits } of postings) {
    const units = BigInt(minorUnits);
    if (units === 0n) fault('double entry', `${place}: journal ${key} has an empty posting on ${account}`);
    if (!accounts.has(account)) fault('rules', `${place}: nobody knows account ${account}`);
    balance.set(currency, (balance.get(currency) ?? 0n) + units);
    const total = totals.get(currency) ?? { debit: 0n, credit: 0n };
    totals.set(
      currency,
      units > 0n ? { ...total, debit: total.debit + units } : { ...total, credit: total.credit - units },
    );
    const moved = keyOf(book, accounting, account, detail, currency);
    movements.set(moved, (movements.get(moved) ?? 0n) + units);
    if (!INTER_UNIT.has(account)) continue;
    // What is common counts in both accountings.
    for (const view of accounting === 'common' ? ['TDA', 'SDA'] : [accounting]) {
      const fact = keyOf(key, currency, effectiveDate, view);
      const bridge = bridges.get(fact) ?? { place, off: 0n };
      bridge.off += units;
      if (bridge.off === 0n) bridges.delete(fact);
      else bridges.set(fact, bridge);
    }
  }
  for (const [currency, off] of balance)
    if (off !== 0n) fault('double entry', `${place}: journal ${key} is off by ${off} minor units of ${currency}`);
}

async function checkJournals(manifest, checkpoints) {
  const [rules, accounts] = [new Set(), new Set()];
  for await (const { id, version } of recordsOf('rules.jsonl')) rules.add(`${id} version ${version}`);
  for await (const { number } of recordsOf('accounts.jsonl')) accounts.add(number);
  const sources = await checkSources();
  const chains = await openChains(checkpoints);
  const whole = [...chains.ends.values()].every(({ opening }) => opening === 0n);
  const sums = { movements: new Map(), bridges: new Map(), totals: new Map(), accounts };
  const [leaves, ids] = [[], new Set()];
  let [journals, postings] = [0, 0];
  const expected = manifest.files.find(({ name }) => name === 'journals.jsonl')?.rows ?? 0;
  for await (const journal of recordsOf('journals.jsonl')) {
    const { id, rule, ruleVersion, sourceEventId } = journal;
    const place = `${journal.book} ${journal.sequence}`;
    journals += 1;
    postings += journal.postings.length;
    if (journals % 100_000 === 0) process.stderr.write(`journals: ${journals} of ${expected}\n`);
    checkPlace(journal, chains);
    addUp(journal, sums);
    if (journal.approver !== null && journal.approver.toLowerCase() === journal.actor?.toLowerCase())
      fault('approvals', `${place}: ${journal.approver} agreed to what ${journal.actor} decided`);
    if (!sources.has(sourceEventId)) fault('source', `${place}: message ${sourceEventId} is not there`);
    if (!rules.has(`${rule} version ${ruleVersion}`))
      fault('rules', `${place}: nobody knows rule ${rule} version ${ruleVersion}`);
    if (ids.has(id)) fault('sequence', `${place}: journal ${id} is there twice`);
    ids.add(id);
    leaves.push(Buffer.from(id.replaceAll('-', '') + journal.contentHash, 'hex').toString('latin1'));
  }
  for (const [fact, { off, place }] of sums.bridges) {
    const [key, currency, day, accounting] = JSON.parse(fact);
    fault('bridge', `${place}: fact ${key} is off by ${off} minor units of ${currency} on ${day} (${accounting})`);
  }
  checkEnds({ ends: chains.ends, checkpoints, whole, journals, leaves });
  await checkBalances(sums.movements, whole);
  await checkApprovals(ids);
  const totals = [...sums.totals]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([currency, { debit, credit }]) => ({ currency, debit: `${debit}`, credit: `${credit}` }));
  if (
    JSON.stringify([manifest.journals, manifest.postings, manifest.totals]) !==
    JSON.stringify([journals, postings, totals])
  )
    fault(
      'manifest',
      `manifest.json counts other journals, postings or totals than the ${journals} and ${postings} here`,
    );
  return { journals, postings, books: chains.ends.size, whole };
}

/**
 * The newest checkpoint says where every chain ends (its hash there was compared on the way), and for whole books what all
 * journals together hash to.
 */
function checkEnds({ ends, checkpoints, whole, journals, leaves }) {
  const last = checkpoints.at(-1);
  if (!last) return;
  const heads = new Map(last.heads.map((head) => [head.book, head]));
  for (const [book, { sequence }] of ends) {
    const head = heads.get(book);
    heads.delete(book);
    if (!head) fault('checkpoint', `${book} ${sequence}: ${last.name} does not say where the book ends`);
    else if (BigInt(head.sequence) !== sequence)
      fault('checkpoint', `${book} ${sequence}: the book ends here, by ${last.name} at ${head.sequence}`);
  }
  for (const { book, sequence } of heads.values())
    fault('checkpoint', `${book} ${sequence}: the whole book is missing`);
  if (!whole) return;
  if (last.size !== String(journals))
    fault('checkpoint', `there are ${journals} journals, by ${last.name} ${last.size}`);
  else if (rootOf(leaves).toString('base64') !== last.root)
    fault('checkpoint', `the root is not the one of ${last.name}`);
}

async function checkBalances(movements, whole) {
  const sums = new Map();
  for await (const { book, accounting, account, detail, currency, opening, closing } of recordsOf(
    'trial-balance.jsonl',
  )) {
    const key = keyOf(book, accounting, account, detail, currency);
    const place = [book, accounting, account, detail, currency].filter(Boolean).join(' ');
    const due = BigInt(opening) + (movements.get(key) ?? 0n);
    movements.delete(key);
    if (whole && opening !== '0') fault('balances', `${place} opens with ${opening} in books that begin empty`);
    if (due !== BigInt(closing)) fault('balances', `${place} closes at ${closing}, its journals add up to ${due}`);
    const books = keyOf(book, accounting, currency);
    sums.set(books, (sums.get(books) ?? 0n) + BigInt(closing));
  }
  for (const [key, moved] of movements)
    if (moved !== 0n)
      fault('balances', `${JSON.parse(key).filter(Boolean).join(' ')} moved by ${moved} and is not there`);
  for (const [key, off] of sums)
    if (off !== 0n) fault('balances', `${JSON.parse(key).join(' ')} does not balance: off by ${off}`);
}

async function checkApprovals(ids) {
  for await (const { id, proposedBy, decidedBy, decision, journals } of recordsOf('approvals.jsonl')) {
    // Whoever proposed may take it back.
    if (decision === 'approved' && proposedBy.trim().toLowerCase() === decidedBy.trim().toLowerCase())
      fault('approvals', `${id}: ${decidedBy} decided on what they proposed`);
    if (decision === 'refused' && journals.length > 0) fault('approvals', `${id} was refused, and journals came of it`);
    for (const journal of journals) if (!ids.has(journal)) fault('approvals', `${id}: journal ${journal} is not there`);
  }
}

say(`Verifying the audit capsule in ${folder}`);
const manifest = await checkFiles();
say(`files read: ${manifest.files.length}`);
const checkpoints = checkSignatures(manifest);
const seen = await checkJournals(manifest, checkpoints);
say(`journals read: ${seen.journals} with ${seen.postings} postings in ${seen.books} books\n`);
for (const [kind, question] of Object.entries(QUESTIONS)) {
  const found = faults.get(kind);
  say(found ? `✗ NOT SO: ${question}` : `✓ ${question}`);
  if (found) say(`    first: ${found.first}${found.count > 1 ? `\n    and ${found.count - 1} more of this kind` : ''}`);
}
say('');
if (!seen.whole) say('The books begin before this capsule: opening balances are taken over, not proved.');
if (!givenKey)
  say(`The key came with the capsule. Compare it with what the house told you: ${textOf('public-key.txt').trim()}`);
say(
  faults.size === 0
    ? 'VERDICT: everything holds.'
    : `VERDICT: the capsule does not hold (${faults.size} of ${Object.keys(QUESTIONS).length} questions).`,
);
process.exitCode = faults.size === 0 ? 0 : 1;
