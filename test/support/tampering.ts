import type { Database, Transaction } from '#platform/database';

/** What a superuser can do who switches the guards of the books off, and on again afterwards. */
export function tamperWith(superuser: Database, work: (tx: Transaction) => Promise<unknown>): Promise<void> {
  return superuser.transaction(async (tx) => {
    const guarded = await tx.rows<{ name: string }>(
      `select distinct tgrelid::regclass::text as name from pg_trigger
       where tgrelid::regclass::text like 'ledger.%' and not tgisinternal`,
    );
    for (const { name } of guarded) await tx.execute(`alter table ${name} disable trigger all`);
    await work(tx);
    const guards = await tx.rows<{ statement: string }>(
      `select format('alter table %s enable always trigger %I', tgrelid::regclass, tgname) as statement
       from pg_trigger where tgrelid::regclass::text like 'ledger.%' and not tgisinternal`,
    );
    for (const { statement } of guards) await tx.execute(statement);
  });
}
