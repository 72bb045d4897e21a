import { isBic, isLei } from '#domain/identifiers';
import { children, optional, ownText, referenceOf, textOf, type Element } from './element.js';
import { Refusal } from './refusal.js';

/** Identifiers of the parties by the `id` to which the document refers; the one by which we know a party comes first. */
export type Parties = ReadonlyMap<string, readonly string[]>;

/** @throws Refusal for identifiers that break their own check digits, and unless there are two parties at least */
export function partiesOf(root: Element): Parties {
  const parties = new Map(
    children(root, 'party').map((party) => [String(party['@id'] ?? ''), identifiersOf(party)] as const),
  );
  if (parties.size < 2)
    throw new Refusal('party', `${parties.size}`, 'a trade has two parties', 'Complete the document.');
  return parties;
}

/** Legal entity identifier before BIC before any other scheme. */
function identifiersOf(party: Element): string[] {
  const rank = (scheme: string): number => (/iso17442|\/lei/i.test(scheme) ? 0 : /iso9362|\/bic/i.test(scheme) ? 1 : 2);
  const identifiers = children(party, 'partyId').map((identifier) => ({
    text: ownText(identifier),
    rank: rank(String(identifier['@partyIdScheme'] ?? '')),
  }));
  for (const { text, rank: scheme } of identifiers) {
    if (scheme === 0 && !isLei(text))
      throw new Refusal('partyId', text, 'is not a legal entity identifier (check digits, ISO 17442)', 'Correct it.');
    if (scheme === 1 && !isBic(text)) throw new Refusal('partyId', text, 'is not a BIC (ISO 9362)', 'Correct it.');
  }
  return identifiers.sort((one, other) => one.rank - other.rank).map(({ text }) => text);
}

export interface Us {
  /** The `id` of our party in the document. */
  readonly reference: string;
  readonly tradeId: string;
  readonly remarks: readonly string[];
}

/**
 * Which party we are: the one that bears the identifier told, or else the one whose trade identifier comes first, and then
 * a remark says so. @throws Refusal
 */
export function ourSide(header: Element, parties: Parties, told: string | undefined): Us {
  const identifiers = children(header, 'partyTradeIdentifier');
  const [first] = identifiers;
  if (!first) throw new Refusal('partyTradeIdentifier', 'nothing', 'is required', 'Complete the document.');
  const reference = told === undefined ? referenceOf(first, 'partyReference') : partyNamed(told, parties);
  const ours = identifiers.find((identifier) => referenceOf(identifier, 'partyReference') === reference);
  if (!ours)
    throw new Refusal('partyTradeIdentifier', reference, 'our party names no trade id', 'Complete the document.');
  const remark = `the party whose trade id comes first, ${nameOf(reference, parties)}, is taken as us`;
  return { reference, tradeId: tradeIdOf(ours), remarks: told === undefined ? [remark] : [] };
}

function partyNamed(told: string, parties: Parties): string {
  for (const [reference, identifiers] of parties) if (identifiers.includes(told)) return reference;
  const known = [...parties.values()].map(([identifier]) => identifier).join(', ');
  throw new Refusal('party', told, 'is no party of the document', `Its parties are ${known}.`);
}

/** By which we know the party. @throws Refusal where the document does not identify it */
export function nameOf(reference: string, parties: Parties): string {
  const name = parties.get(reference)?.[0];
  if (!name) throw new Refusal('party', reference, 'is referred to but not identified', 'Complete the document.');
  return name;
}

/** Only the characters that references may have; others become a hyphen. @throws Refusal */
function tradeIdOf(identifier: Element): string {
  const versioned = optional(identifier, 'versionedTradeId');
  if (versioned && textOf(versioned, 'version') !== '1')
    throw new Refusal(
      'versionedTradeId',
      textOf(versioned, 'version'),
      'only first versions are taken',
      'Amend by JSON lines or CSV.',
    );
  const [first] = children(versioned ?? identifier, 'tradeId');
  const text = first ? ownText(first) : '';
  if (text === '') throw new Refusal('tradeId', 'nothing', 'is required', 'Complete the document.');
  return text.replaceAll(/[^A-Za-z0-9._:/-]/g, '-');
}
