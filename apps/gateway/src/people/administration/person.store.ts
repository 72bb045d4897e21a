import type { Page, PersonRow, Role } from '#contracts';
import type { Transaction } from '#platform/database';
import { cutPage } from '#platform/http';

export interface KnownPerson {
  readonly state: PersonRow['state'];
  readonly roles: readonly Role[];
}

/** Stays as it is until the transaction ends. */
export async function lockPerson(tx: Transaction, handle: string): Promise<KnownPerson | undefined> {
  const [person] = await tx.rows<KnownPerson>('select state, roles from gateway.person where handle = $1 for update', [
    handle,
  ]);
  return person;
}

export async function changeRoles(tx: Transaction, handle: string, roles: readonly Role[]): Promise<void> {
  await tx.execute('update gateway.person set roles = $2 where handle = $1', [handle, roles]);
}

/** Ends every session, and what else could open one. */
export async function disable(tx: Transaction, handle: string): Promise<void> {
  await tx.execute(`update gateway.person set state = 'disabled' where handle = $1`, [handle]);
  await tx.execute('delete from gateway.invitation where handle = $1', [handle]);
}

export async function takeFactorAway(tx: Transaction, handle: string): Promise<void> {
  await tx.execute('delete from gateway.totp_enrolment where handle = $1', [handle]);
  await tx.execute('delete from gateway.totp_factor where handle = $1', [handle]);
}

interface Row {
  readonly handle: string;
  readonly name: string;
  readonly roles: Role[];
  readonly state: PersonRow['state'];
  readonly last_sign_in_at: Date | null;
  readonly has_factor: boolean;
}

/** By handle. @param after handle of the last row of the page before */
export async function listPeople(
  tx: Transaction,
  { after, limit }: { after: string | undefined; limit: number },
): Promise<Page<PersonRow>> {
  const found = await tx.rows<Row>(
    `select handle, name, roles, state, last_sign_in_at,
       exists(select from gateway.totp_factor factor where factor.handle = person.handle) as has_factor
     from gateway.person person where handle > $1 order by handle limit $2`,
    [after ?? '', limit + 1],
  );
  const [counted] = await tx.rows<{ total: string }>('select count(*) as total from gateway.person');
  const { rows, next } = cutPage(found, limit, ({ handle }) => [handle]);
  return {
    rows: rows.map(({ handle, name, roles, state, last_sign_in_at, has_factor }) => ({
      handle,
      name,
      roles,
      state,
      factor: has_factor ? 'totp' : 'none',
      lastSignInAt: last_sign_in_at?.toISOString() ?? null,
    })),
    total: Number(counted?.total),
    ...(next === undefined ? {} : { next }),
  };
}
