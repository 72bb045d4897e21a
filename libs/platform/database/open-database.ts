import { createHmac } from 'node:crypto';
import type pg from 'pg';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { Database } from './database.js';

export interface DatabaseAddress {
  /** Administrator's address of the server, any database. */
  readonly adminUrl: string;
  /** Database of the house. */
  readonly database: string;
}

export const roleOf = (service: string): string => `asiento_${service}`;

/** Where `rolePassword` looks first. */
export const passwordSetting = (service: string): string => `ASIENTO_${service.toUpperCase()}_PASSWORD`;

/**
 * A service's password: from `ASIENTO_<SERVICE>_PASSWORD`, else derived from the administrator's, which is a secret already. Where
 * the address is the service's own, so that the administrator's need not be known there, its password is taken as it is.
 */
export function rolePassword(service: string, adminUrl: string): string {
  const { username, password } = new URL(adminUrl);
  const given = process.env[passwordSetting(service)];
  if (given === undefined && username === roleOf(service)) return decodeURIComponent(password);
  return given ?? createHmac('sha256', decodeURIComponent(password)).update(roleOf(service)).digest('base64url');
}

export function serviceUrl({ adminUrl, database }: DatabaseAddress, service: string): string {
  const url = new URL(adminUrl);
  url.username = roleOf(service);
  url.password = rolePassword(service, adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

export function adminUrlOf({ adminUrl, database }: DatabaseAddress): string {
  const url = new URL(adminUrl);
  url.pathname = `/${database}`;
  return url.href;
}

export interface OpenOptions {
  readonly url: string;
  readonly applicationName: string;
  readonly poolSize?: number;
  /** A connection of the pool was lost; the next statement gets another one. */
  readonly onConnectionLost?: (error: Error) => void;
}

/** How every connection of the house is made. */
export function connectionOptions({
  url,
  applicationName,
  poolSize = 4,
  onConnectionLost,
}: OpenOptions): DataSourceOptions {
  return {
    type: 'postgres',
    url,
    applicationName,
    poolSize,
    connectTimeoutMS: 10_000,
    // A condition whose value is missing must not become a condition that is missing.
    invalidWhereValuesBehavior: { null: 'throw', undefined: 'throw' },
    poolErrorHandler: onConnectionLost ?? (() => undefined),
    extra: { keepAlive: true, statement_timeout: 120_000, idle_in_transaction_session_timeout: 120_000 },
  };
}

/** Opens a pool of connections. A connection that the server ends never ends the process with it. */
export async function openDatabase(options: OpenOptions): Promise<Database> {
  const source = new DataSource(connectionOptions(options));
  await source.initialize();
  surviveNewConnections(source);
  return new Database(source);
}

/**
 * A server may end a connection in the very packet that opens it. The pool listens no longer by then and TypeORM not yet,
 * and an error that nobody hears ends the process. Whoever was given the connection finds it dead at the first statement.
 */
function surviveNewConnections({ driver }: DataSource): void {
  const { master } = driver as unknown as { readonly master: pg.Pool };
  master.on('connect', (client) => client.on('error', () => undefined));
}

export function openServiceDatabase(address: DatabaseAddress, service: string, poolSize?: number): Promise<Database> {
  return openDatabase({
    url: serviceUrl(address, service),
    applicationName: `asiento-${service}`,
    ...(poolSize === undefined ? {} : { poolSize }),
  });
}
