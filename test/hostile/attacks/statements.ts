import type { StoredFunction, Table } from './catalogue.js';

/** What is tried, and in which words it is told. The last statement is the attack, those before it prepare it. */
export interface Attack {
  readonly kind: string;
  readonly statements: readonly string[];
}

const attack = (kind: string, ...statements: string[]): Attack => ({ kind, statements });

/** Whoever reads another service's table knows what is not theirs to know. */
export const readings = ({ sql }: Table): Attack[] => [
  attack('select', `select * from ${sql} limit 1`),
  attack('count', `select count(*) from ${sql}`),
  attack('copy out', `copy ${sql} to stdout`),
];

export function writings({ sql, columns }: Table): Attack[] {
  const [column = 'ctid'] = columns;
  return [
    attack('insert', `insert into ${sql} select * from ${sql} limit 1`),
    attack('insert nothing', `insert into ${sql} (${column}) select null where false`),
    attack('update', `update ${sql} set ${column} = ${column}`),
    attack('update nothing', `update ${sql} set ${column} = null where false`),
    attack('delete', `delete from ${sql}`),
    attack('delete nothing', `delete from ${sql} where false`),
    attack('merge', `merge into ${sql} using (select 1) as one on true when matched then delete`),
    attack('write in a query', `with gone as (delete from ${sql} returning *) select count(*) from gone`),
    attack('lock rows', `select 1 from ${sql} for update`),
    attack('share rows', `select 1 from ${sql} for share`),
    attack('copy in', `copy ${sql} from stdin`),
    attack(
      'through a view',
      `create temp view besieged as select * from ${sql}`,
      `update besieged set ${column} = ${column}`,
    ),
    attack(
      'through a cursor',
      `declare besieged cursor for select * from ${sql}`,
      `delete from ${sql} where current of besieged`,
    ),
    attack('in a block', `do $$ begin execute 'delete from ${sql}'; end $$`),
    attack(
      'in a function of its own',
      `create function pg_temp.besiege() returns void language sql security definer begin atomic delete from ${sql}; end`,
      'select pg_temp.besiege()',
    ),
  ];
}

/** What only an owner may do, whether or not the role may write the rows. */
export function demolitions(table: Table, role: string): Attack[] {
  const { sql, columns, triggers, constraints, isPartition, schema } = table;
  const [column = 'ctid'] = columns;
  return [
    attack('truncate', `truncate ${sql}`),
    attack('truncate cascade', `truncate ${sql} restart identity cascade`),
    attack('drop', `drop table ${sql}`),
    attack('drop cascade', `drop table ${sql} cascade`),
    attack('lock', 'select 1', `lock table ${sql} in access exclusive mode`),
    attack('disable triggers', `alter table ${sql} disable trigger all`),
    attack('disable own triggers', `alter table ${sql} disable trigger user`),
    attack('rename', `alter table ${sql} rename to besieged`),
    attack('rename a column', `alter table ${sql} rename column ${column} to besieged`),
    attack('add a column', `alter table ${sql} add column besieged integer`),
    attack('drop a column', `alter table ${sql} drop column ${column} cascade`),
    attack('change a default', `alter table ${sql} alter column ${column} set default null`),
    attack('change a type', `alter table ${sql} alter column ${column} type text`),
    attack('allow nulls', `alter table ${sql} alter column ${column} drop not null`),
    attack('take ownership', `alter table ${sql} owner to ${role}`),
    attack('move', `alter table ${sql} set schema public`),
    attack('unlogged', `alter table ${sql} set unlogged`),
    attack('row security', `alter table ${sql} enable row level security`),
    attack('a policy', `create policy besieged on ${sql} using (false)`),
    attack('a rule', `create rule besieged as on insert to ${sql} do instead nothing`),
    attack('an index', `create index besieged on ${sql} ((1))`),
    attack('statistics', `create statistics ${schema}.besieged on ctid, (1) from ${sql}`),
    attack('a comment', `comment on table ${sql} is 'besieged'`),
    attack('a publication', `create publication besieged for table ${sql}`),
    attack('grant to self', `grant all on ${sql} to ${role} with grant option`),
    attack('grant to all', `grant select on ${sql} to public`),
    attack('revoke from the owner', `revoke all on ${sql} from asiento_owner`),
    attack('copy from a file', `copy ${sql} from '/etc/hostname'`),
    attack('copy to a file', `copy ${sql} to '/tmp/besieged'`),
    attack('copy to a program', `copy ${sql} to program 'cat'`),
    attack('large and slow', `reindex table ${sql}`),
    attack('cluster', `cluster ${sql}`),
    attack('a table like it', `create table ${schema}.besieged (like ${sql} including all)`),
    attack(
      'a trigger',
      `create function pg_temp.besiege() returns trigger language plpgsql as $$ begin return null; end $$`,
      `create trigger besieged before insert on ${sql} for each row execute function pg_temp.besiege()`,
    ),
    ...triggers.flatMap((trigger) => [
      attack('drop a trigger', `drop trigger ${trigger} on ${sql}`),
      attack('disable a trigger', `alter table ${sql} disable trigger ${trigger}`),
      attack('wake a trigger for replicas only', `alter table ${sql} enable replica trigger ${trigger}`),
      attack('rename a trigger', `alter trigger ${trigger} on ${sql} rename to besieged`),
    ]),
    ...constraints.map((constraint) => attack('drop a constraint', `alter table ${sql} drop constraint ${constraint}`)),
    ...(isPartition
      ? [attack('detach', `alter table ${schema}.posting detach partition ${sql}`)]
      : [
          attack('a partition', `alter table ${sql} attach partition ${sql} default`),
          attack('inherit', `alter table ${sql} inherit ${sql}`),
        ]),
  ];
}

export const onFunction = ({ sql, call, definition, schema }: StoredFunction, role: string): Attack[] => [
  attack('call', `select ${call}`),
  attack('replace', definition),
  attack(
    'replace with nothing',
    definition.replace(/AS \$function\$[\s\S]*\$function\$/, `AS 'begin return null; end'`),
  ),
  attack('drop function', `drop function ${sql} cascade`),
  attack('own function', `alter function ${sql} owner to ${role}`),
  attack('unpin search path', `alter function ${sql} reset search_path`),
  attack('unpin everything', `alter function ${sql} reset all`),
  attack('run as caller', `alter function ${sql} security invoker`),
  attack('grant execute', `grant execute on function ${sql} to public`),
  attack('rename function', `alter function ${sql} rename to besieged`),
  attack('move function', `alter function ${sql} set schema public`),
  attack('a function beside it', `create function ${schema}.besieged() returns integer language sql as 'select 1'`),
];

/** What a role may try against the server itself. */
export const onServer = (role: string, database: string): Attack[] => [
  attack('replicate', 'set session_replication_role = replica'),
  attack('replicate by function', `select set_config('session_replication_role', 'replica', false)`),
  attack('become the owner', 'set role asiento_owner'),
  attack('become the owner for now', 'set local role asiento_owner'),
  attack('become the owner in a block', `do $$ begin execute 'set local role asiento_owner'; end $$`),
  attack('become a superuser', 'set session authorization postgres'),
  attack('be made a superuser', `alter role ${role} superuser`),
  attack('be made a creator of roles', `alter role ${role} createrole`),
  attack('bypass row security', `alter role ${role} bypassrls`),
  attack('join the owner', `grant asiento_owner to ${role}`),
  attack('let the owner in', `alter role asiento_owner login password 'x'`),
  attack('a new superuser', 'create role besieged superuser login'),
  attack('take what is owned', `reassign owned by asiento_owner to ${role}`),
  attack('drop what is owned', 'drop owned by asiento_owner'),
  attack('default rights', `alter default privileges for role asiento_owner grant all on tables to ${role}`),
  attack('tamper with pg_class', 'update pg_catalog.pg_class set relacl = null'),
  attack('tamper with pg_trigger', `update pg_catalog.pg_trigger set tgenabled = 'D'`),
  attack('delete from pg_trigger', 'delete from pg_catalog.pg_trigger'),
  attack('tamper with pg_proc', `update pg_catalog.pg_proc set prosrc = 'begin return null; end'`),
  attack('tamper with pg_authid', 'update pg_catalog.pg_authid set rolsuper = true'),
  attack('read passwords', 'select rolpassword from pg_catalog.pg_authid'),
  attack('tamper with members', 'insert into pg_catalog.pg_auth_members select * from pg_catalog.pg_auth_members'),
  attack('allow tampering', 'set allow_system_table_mods = on'),
  attack(
    'shadow the catalogue',
    'create function pg_catalog.sha256(text) returns bytea language sql as $$ select null $$',
  ),
  attack('a schema', 'create schema besieged'),
  attack('a table in public', 'create table public.besieged (a integer)'),
  attack('an extension', 'drop extension plpgsql cascade'),
  attack('a language', 'create language besieged handler plpgsql_call_handler'),
  attack(
    'an event trigger',
    'create event trigger besieged on ddl_command_start execute function ledger.refuse_change()',
  ),
  attack('read a file', `select pg_read_file('/etc/hostname')`),
  attack('list a folder', `select pg_ls_dir('/')`),
  attack('import a file', `select lo_import('/etc/hostname')`),
  attack('write a file', `copy (select 1) to '/tmp/besieged'`),
  attack('run a program', `copy (select 1) to program 'cat'`),
  attack('forget to sync', 'alter system set fsync = off'),
  attack('reload', 'select pg_reload_conf()'),
  attack('rotate', 'select pg_rotate_logfile()'),
  attack('switch WAL', 'select pg_switch_wal()'),
  attack(
    'end a session of another',
    'select pg_terminate_backend(min(pid)) from pg_stat_activity where usename = $$postgres$$',
  ),
  attack('change the database', `alter database ${database} set default_transaction_read_only = on`),
  attack('drop the database', `comment on database ${database} is 'besieged'`),
  attack('rename the schema', 'alter schema ledger rename to besieged'),
  attack('drop the schema', 'drop schema ledger cascade'),
  attack('grant the schema', `grant create on schema ledger to ${role}`),
];
