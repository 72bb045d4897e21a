import { z } from 'zod';
import { EnvironmentFault } from '#platform/database';
import { PEOPLE_KEY, peopleKeyForm, peopleKeyOf } from '#platform/identity';
import type { BusAddress } from '#platform/messaging';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])(:\d+)?$/;

const empty = (text: unknown): unknown => (text === '' ? undefined : text);
const optional = <Schema extends z.ZodType>(schema: Schema) => z.preprocess(empty, schema.optional());

const busForm = {
  EVENT_BUS: z.preprocess(empty, z.enum(['postgres', 'kafka']).default('postgres')),
  KAFKA_BROKERS: optional(
    z.string().regex(/^[^\s,]+:\d+(,[^\s,]+:\d+)*$/, 'must be host:port, or several with commas'),
  ),
  KAFKA_USERNAME: optional(z.string()),
  KAFKA_PASSWORD: optional(z.string()),
  KAFKA_TLS: z.preprocess(empty, z.enum(['true', 'false']).default('false')),
  /** Says that nobody else can listen on the way to the brokers, a network of containers for example. */
  KAFKA_PRIVATE_NETWORK: z.preprocess(empty, z.enum(['true', 'false']).default('false')),
  KAFKA_SESSION_MS: optional(z.coerce.number().int().min(6_000).max(300_000)),
  KAFKA_PARTITIONS: optional(z.coerce.number().int().min(1).max(1_000)),
};

type BusForm = z.output<z.ZodObject<typeof busForm>>;

/** A bus that anybody on the network could read or write is refused, with the remedy. */
function unsafeBus(settings: BusForm): { field: string; rule: string }[] {
  if (settings.EVENT_BUS === 'postgres') return [];
  const { KAFKA_BROKERS: brokers, KAFKA_USERNAME: user, KAFKA_PASSWORD: password, KAFKA_TLS: tls } = settings;
  const faults: { field: string; rule: string }[] = [];
  if (brokers === undefined) faults.push({ field: 'KAFKA_BROKERS', rule: 'is needed when EVENT_BUS is kafka' });
  if ((user === undefined) !== (password === undefined))
    faults.push({
      field: 'KAFKA_PASSWORD',
      rule: 'KAFKA_USERNAME and KAFKA_PASSWORD are given together or not at all',
    });
  const far = (brokers ?? '').split(',').filter((broker) => broker !== '' && !LOOPBACK.test(broker));
  if (far.length > 0 && user === undefined)
    faults.push({
      field: 'KAFKA_USERNAME',
      rule: `is needed for ${far.join(', ')}: without a user and its ACLs anybody could write trades there`,
    });
  if (far.length > 0 && tls === 'false' && settings.KAFKA_PRIVATE_NETWORK !== 'true')
    faults.push({
      field: 'KAFKA_TLS',
      rule: `must be true for ${far.join(', ')}, or KAFKA_PRIVATE_NETWORK=true says that nobody else can listen there`,
    });
  return faults;
}

function busOf(settings: BusForm): BusAddress {
  if (settings.EVENT_BUS === 'postgres') return { kind: 'postgres' };
  const {
    KAFKA_USERNAME: username,
    KAFKA_PASSWORD: password,
    KAFKA_PARTITIONS: partitions,
    KAFKA_SESSION_MS: sessionMs,
  } = settings;
  return {
    kind: 'kafka',
    kafka: {
      brokers: (settings.KAFKA_BROKERS ?? '').split(','),
      tls: settings.KAFKA_TLS === 'true',
      ...(sessionMs === undefined ? {} : { sessionMs }),
      ...(username !== undefined && password !== undefined
        ? { sasl: { mechanism: 'scram-sha-512', username, password } }
        : {}),
    },
    ...(partitions === undefined ? {} : { partitions }),
  };
}

const serviceForm = {
  ...busForm,
  /** Administrator address; the service logs in under its own role. */
  DATABASE_URL: z.url({
    protocol: /^postgres(ql)?$/,
    error: 'must be an address such as postgres://user:password@host:5432/',
  }),
  DATABASE_NAME: z.preprocess(empty, z.string().default('asiento')),
  /** The same for all services of a house: they believe the gateway's notes of who asks by it. */
  [PEOPLE_KEY]: z.string({ error: `is needed, and ${peopleKeyForm}` }).transform((text, context) => {
    const key = peopleKeyOf(text);
    if (key === undefined) context.addIssue({ code: 'custom', message: peopleKeyForm });
    return key ?? z.NEVER;
  }),
  /** 0: any free one. */
  PORT: z.preprocess(empty, z.coerce.number().int().min(0).max(65535).default(0)),
  HOST: z.preprocess(empty, z.string().default('127.0.0.1')),
};

/** What the environment says about one service. */
export interface ServiceSettings {
  readonly adminUrl: string;
  readonly database: string;
  readonly bus: BusAddress;
  readonly port: number;
  readonly host: string;
  readonly peopleKey: Buffer;
}

/** Names of all settings that a service knows, for documentation and for files that set them. */
export const settingNames: readonly string[] = Object.keys(serviceForm);

/** Reads the settings of a service; names every fault at once. @throws EnvironmentFault */
export function readSettings(environment: NodeJS.ProcessEnv): ServiceSettings {
  const result = z.object(serviceForm).safeParse(environment);
  const password = passwordOf(environment['DATABASE_URL']);
  refuse([
    ...faultsOf(result),
    ...(password === ''
      ? [{ field: 'DATABASE_URL', rule: 'has no password; the secrets of the roles derive from it' }]
      : []),
    ...unsafeBusOf(environment),
  ]);
  const settings = z.object(serviceForm).parse(environment);
  return {
    adminUrl: settings.DATABASE_URL,
    database: settings.DATABASE_NAME,
    bus: busOf(settings),
    port: settings.PORT,
    host: settings.HOST,
    peopleKey: settings[PEOPLE_KEY],
  };
}

/** Reads only how messages travel. @throws EnvironmentFault */
export function readBusAddress(environment: NodeJS.ProcessEnv): BusAddress {
  const result = z.object(busForm).safeParse(environment);
  refuse([...faultsOf(result), ...unsafeBusOf(environment)]);
  return busOf(z.object(busForm).parse(environment));
}

function unsafeBusOf(environment: NodeJS.ProcessEnv): { field: string; rule: string }[] {
  const bus = z.object(busForm).safeParse(environment);
  return bus.success ? unsafeBus(bus.data) : [];
}

function faultsOf(result: z.ZodSafeParseResult<unknown>): { field: string; rule: string }[] {
  return result.success
    ? []
    : result.error.issues.map(({ path, message }) => ({ field: path.join('.'), rule: message }));
}

function passwordOf(address: string | undefined): string | undefined {
  return address !== undefined && URL.canParse(address) ? new URL(address).password : undefined;
}

function refuse(faults: readonly { field: string; rule: string }[]): void {
  if (faults.length === 0) return;
  throw new EnvironmentFault(
    `the settings cannot be used:\n${faults.map(({ field, rule }) => `  ${field}: ${rule}`).join('\n')}`,
  );
}
