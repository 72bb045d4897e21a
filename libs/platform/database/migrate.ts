import pg from 'pg';
import { DataSource, type MigrationInterface } from 'typeorm';
import { Database } from './database.js';
import { refuseForgetfulServer } from './durability.js';
import { adminUrlOf, openDatabase, roleOf, rolePassword, type DatabaseAddress } from './open-database.js';

/** Owns every table and function; nobody can log in as it. */
const OWNER = 'asiento_owner';

/** Which migrations a schema has had. */
const HISTORY = 'schema_migration';

/** What one service needs of the database. */
export interface SchemaPlan {
  /** Schema, and with a prefix the login role. */
  readonly service: string;
  readonly migrations: readonly (new () => MigrationInterface)[];
  /** Run before the migrations, as the owner; must bear being run again. */
  readonly tables: readonly string[];
  /** Run after the migrations, as the owner; must bear being run again. */
  readonly grants: readonly string[];
}

export interface MigrateOptions extends DatabaseAddress {
  /** Tables shared by all services, run first, as the owner; must bear being run again. */
  readonly shared: readonly string[];
  readonly schemas: readonly SchemaPlan[];
  readonly onProgress?: (step: string) => void;
}

/** Brings the database to the form the services expect: database, roles, schemas, tables. Does nothing where it is there already. */
export async function migrate(options: MigrateOptions): Promise<void> {
  await createDatabaseAndRoles(options);
  const url = adminUrlOf(options);
  const admin = await openDatabase({ url, applicationName: 'asiento-migrate', poolSize: 1 });
  try {
    await refuseForgetfulServer(admin);
    await createSchemas(admin, options);
    await asOwner(admin, options.shared);
    for (const schema of options.schemas) {
      options.onProgress?.(`schema ${schema.service}`);
      await asOwner(admin, schema.tables);
      await runMigrations(url, schema);
      await asOwner(admin, [keepHistory(schema.service), ...schema.grants]);
    }
  } finally {
    await admin.close();
  }
}

/** Roles belong to the whole server, so two migrations at once take turns. */
async function createDatabaseAndRoles({ adminUrl, database, schemas }: MigrateOptions): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl, application_name: 'asiento-migrate' });
  await client.connect();
  try {
    await client.query(`select pg_advisory_lock(hashtext('asiento migrate'))`);
    const found = await client.query('select 1 from pg_database where datname = $1', [database]);
    if (found.rowCount === 0) await client.query(`create database ${client.escapeIdentifier(database)}`);
    const roles = await client.query<{ rolname: string }>('select rolname from pg_roles');
    const known = new Set(roles.rows.map(({ rolname }) => rolname));
    if (!known.has(OWNER)) await client.query(`create role ${OWNER} nologin`);
    for (const { service } of schemas) {
      const verb = known.has(roleOf(service)) ? 'alter' : 'create';
      const password = client.escapeLiteral(rolePassword(service, adminUrl));
      await client.query(
        `${verb} role ${roleOf(service)} login nosuperuser nocreatedb nocreaterole password ${password}`,
      );
    }
    await client.query(`select pg_advisory_unlock(hashtext('asiento migrate'))`);
  } finally {
    await client.end();
  }
}

async function createSchemas(admin: Database, { database, schemas }: MigrateOptions): Promise<void> {
  await admin.transaction(async (tx) => {
    await tx.execute(`grant connect, create on database "${database}" to ${OWNER}`);
    await tx.execute('revoke all on schema public from public');
    for (const schema of ['messaging', ...schemas.map(({ service }) => service)])
      await tx.execute(`create schema if not exists ${schema} authorization ${OWNER}`);
    for (const { service } of schemas) {
      const role = roleOf(service);
      await tx.execute(`grant usage on schema ${service}, messaging to ${role}`);
      // Before the migrations, so that one that wants it stricter can revoke.
      await tx.execute(
        `alter default privileges for role ${OWNER} in schema ${service} grant select, insert, update, delete on tables to ${role}`,
      );
      await tx.execute(
        `alter default privileges for role ${OWNER} in schema ${service} grant usage on sequences to ${role}`,
      );
      await tx.execute(`alter default privileges for role ${OWNER} revoke execute on functions from public`);
    }
  });
}

/** The history of migrations is the owner's: a service that could rewrite it would choose what is run again. */
const keepHistory = (service: string): string =>
  `revoke insert, update, delete on ${service}.${HISTORY} from ${roleOf(service)}`;

async function asOwner(admin: Database, statements: readonly string[]): Promise<void> {
  if (statements.length === 0) return;
  await admin.transaction(async (tx) => {
    await tx.execute(`set local role ${OWNER}`);
    for (const statement of statements) await tx.execute(statement);
  });
}

async function runMigrations(url: string, { service, migrations }: SchemaPlan): Promise<void> {
  const source = new DataSource({
    type: 'postgres',
    url,
    schema: service,
    applicationName: 'asiento-migrate',
    migrations: [...migrations],
    migrationsTableName: HISTORY,
    extra: { options: `-c role=${OWNER}` },
  });
  await source.initialize();
  try {
    await source.runMigrations({ transaction: 'each' });
  } finally {
    await source.destroy();
  }
}
