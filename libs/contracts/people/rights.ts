/**
 * Who may do what. Each role is one side of a desk; what moves money or standing data is proposed on one side and approved on
 * the other, and nobody sits on both (four eyes, segregation of duties).
 */
export const roles = ['clerk', 'approver', 'controller', 'auditor', 'administrator'] as const;
export type Role = (typeof roles)[number];

export const rights = [
  /** Trades, breaks, disputes, instructions, exceptions, the repair queue, the units' views. */
  'read-business',
  /** Journals, balances, reports, months, checkpoints. */
  'read-books',
  /** Repair or discard a message, accept a side of a break, send an instruction again. */
  'propose-decisions',
  'approve-decisions',
  /** Close and open months, post payroll batches. */
  'propose-books',
  'approve-books',
  /** Who works here, in which roles. */
  'read-people',
  /** Invite a person, change roles, take a person's access or factor away. */
  'propose-people',
  'approve-people',
  /** Who did and who saw what. */
  'read-audit-log',
  /** Invite the first people of a house that cannot have a second pair of eyes yet; nobody's but the machine's own. */
  'found-house',
] as const;
export type Right = (typeof rights)[number];

const ofRole: Readonly<Record<Role, readonly Right[]>> = {
  clerk: ['read-business', 'read-books', 'propose-decisions'],
  approver: ['read-business', 'read-books', 'read-people', 'approve-decisions', 'approve-books', 'approve-people'],
  controller: ['read-business', 'read-books', 'propose-books'],
  auditor: ['read-business', 'read-books', 'read-people', 'read-audit-log'],
  administrator: ['read-people', 'propose-people'],
};

/** What the given roles may do together, in the order of `rights`. */
export function rightsOf(held: readonly Role[]): Right[] {
  const all = new Set(held.flatMap((role) => ofRole[role]));
  return rights.filter((right) => all.has(right));
}

/** Duties in two halves, and pairs of powers that would let one person do both sides of a fraud. */
const apart: readonly { readonly why: string; readonly one: readonly Right[]; readonly other: readonly Right[] }[] = [
  {
    why: 'would propose and approve',
    one: ['propose-decisions', 'propose-books', 'propose-people'],
    other: ['approve-decisions', 'approve-books', 'approve-people'],
  },
  {
    why: 'would give access and work with it',
    one: ['propose-people'],
    other: ['propose-decisions', 'propose-books'],
  },
  {
    why: 'would watch over what it does',
    one: ['read-audit-log'],
    other: rights.filter((right) => /^(propose|approve)-/.test(right)),
  },
];

/** Why nobody may hold these roles together; undefined where one person may. */
export function conflictOf(held: readonly Role[]): string | undefined {
  const all = new Set<Right>(rightsOf(held));
  return apart.find(({ one, other }) => one.some((right) => all.has(right)) && other.some((right) => all.has(right)))
    ?.why;
}
