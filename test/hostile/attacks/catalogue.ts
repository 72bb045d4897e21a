import type { Transaction } from '#platform/database';

/** A table as the catalogue knows it when the attack begins: whoever adds one has it attacked. */
export interface Table {
  readonly schema: string;
  readonly name: string;
  /** Quoted, with its schema. */
  readonly sql: string;
  readonly columns: readonly string[];
  readonly isPartition: boolean;
  readonly triggers: readonly string[];
  readonly constraints: readonly string[];
}

export interface StoredFunction {
  readonly schema: string;
  /** With the types of its arguments. */
  readonly sql: string;
  /** A call with nothing but nulls. */
  readonly call: string;
  readonly definition: string;
}

/** Every table of the given schemas, partitions included. */
export function tablesOf(db: Transaction, schemas: readonly string[]): Promise<Table[]> {
  return db.rows<Table>(
    `select n.nspname as schema, c.relname as name, format('%I.%I', n.nspname, c.relname) as sql,
       array(select quote_ident(attname) from pg_attribute where attrelid = c.oid and attnum > 0 and not attisdropped
         and attidentity = '' order by attnum) as columns,
       c.relispartition as "isPartition",
       array(select quote_ident(tgname) from pg_trigger where tgrelid = c.oid and not tgisinternal order by 1) as triggers,
       array(select quote_ident(conname) from pg_constraint where conrelid = c.oid order by 1) as constraints
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p') and n.nspname = any($1) order by n.nspname, c.relname`,
    [schemas],
  );
}

export function functionsOf(db: Transaction, schema: string): Promise<StoredFunction[]> {
  return db.rows<StoredFunction>(
    `select $1 as schema, p.oid::regprocedure::text as sql,
       format('%s(%s)', p.oid::regproc, (select string_agg('null::' || format_type(t, null), ', ' order by n)
         from unnest(p.proargtypes) with ordinality as args(t, n))) as call,
       pg_get_functiondef(p.oid) as definition
     from pg_proc p where p.pronamespace = to_regnamespace($1) order by 2`,
    [schema],
  );
}

export function sequencesOf(db: Transaction, schemas: readonly string[]): Promise<{ schema: string; sql: string }[]> {
  return db.rows(
    `select schemaname as schema, format('%I.%I', schemaname, sequencename) as sql from pg_sequences where schemaname = any($1)`,
    [schemas],
  );
}

/** Everything that guards the books and could be taken away: owners, rights, triggers, functions, memberships, settings. */
const GUARDS = `
  select md5(string_agg(line, e'\\n' order by line)) as digest from (
    select format('table %s %s %s %s', oid::regclass, relowner::regrole, relacl, relrowsecurity) as line
      from pg_class where relnamespace = any($1::regnamespace[])
    union all select format('column %s %s %s', attrelid::regclass, attname, attacl) from pg_attribute
      where attrelid in (select oid from pg_class where relnamespace = any($1::regnamespace[])) and attnum > 0
    union all select format('trigger %s %s %s', tgrelid::regclass, pg_get_triggerdef(oid), tgenabled) from pg_trigger
      where tgrelid in (select oid from pg_class where relnamespace = any($1::regnamespace[])) and not tgisinternal
    union all select format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid)) from pg_constraint
      where connamespace = any($1::regnamespace[])
    union all select format('function %s %s %s', proowner::regrole, proacl, pg_get_functiondef(oid)) from pg_proc
      where pronamespace = any($1::regnamespace[])
    union all select format('schema %s %s %s', nspname, nspowner::regrole, nspacl) from pg_namespace
      where nspname !~ '^pg_(toast_)?temp'
    union all select format('default %s %s %s', defaclrole::regrole, defaclnamespace, defaclacl) from pg_default_acl
    union all select format('role %s %s %s %s %s', rolname, rolsuper, rolcreaterole, rolcanlogin, rolreplication) from pg_roles
    union all select format('member %s %s', roleid::regrole, member::regrole) from pg_auth_members
    union all select format('setting %s %s', setrole::regrole, setconfig) from pg_db_role_setting
    union all select format('comment %s %s', objoid, description) from pg_description where objoid in (
      select oid from pg_class where relnamespace = any($1::regnamespace[]))
  ) as guards`;

/** The books row by row, and what guards them; two equal digests mean that nothing has happened to either. */
export async function digestOf(db: Transaction, tables: readonly Table[], schemas: readonly string[]): Promise<string> {
  const parts: string[] = [];
  for (const { sql } of tables) {
    const [row] = await db.rows<{ digest: string | null }>(
      `select md5(string_agg(line, e'\\n' order by line)) as digest from (select t::text as line from ${sql} t) as lines`,
    );
    parts.push(`${sql} ${row?.digest}`);
  }
  const [guards] = await db.rows<{ digest: string }>(GUARDS, [schemas]);
  return [...parts, `guards ${guards?.digest}`].join('\n');
}
