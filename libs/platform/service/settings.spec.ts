import { EnvironmentFault } from '#platform/database';
import { readBusAddress, readSettings } from './settings.js';

const PEOPLE_KEY = '07'.repeat(32);
const good = { DATABASE_URL: 'postgres://admin:secret@127.0.0.1:5432/postgres', PEOPLE_KEY };

function faultsOf(environment: NodeJS.ProcessEnv): string[] {
  try {
    readSettings(environment);
  } catch (error) {
    if (!(error instanceof EnvironmentFault)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.trim().split(':')[0] ?? '');
  }
  return [];
}

describe('the settings of a service', () => {
  it('need no more than an address of the database and the key of the house', () => {
    expect(readSettings(good)).toEqual({
      adminUrl: good.DATABASE_URL,
      database: 'asiento',
      bus: { kind: 'postgres' },
      port: 0,
      host: '127.0.0.1',
      peopleKey: Buffer.alloc(32, 7),
    });
  });

  it('take an empty value for one that is not given', () => {
    expect(readSettings({ ...good, PORT: '', EVENT_BUS: '', KAFKA_BROKERS: '' }).bus).toEqual({ kind: 'postgres' });
  });

  it('name every fault at once', () => {
    expect(faultsOf({ DATABASE_URL: 'http://db', PORT: 'seven', EVENT_BUS: 'pigeon' })).toEqual(
      expect.arrayContaining(['DATABASE_URL', 'PORT', 'EVENT_BUS', 'PEOPLE_KEY']),
    );
  });

  it('refuse a key that is none', () => {
    expect(faultsOf({ ...good, PEOPLE_KEY: 'secret' })).toEqual(['PEOPLE_KEY']);
    expect(readSettings({ ...good, PEOPLE_KEY: 'Bw'.padEnd(43, 'A') }).peopleKey[0]).toBe(7);
  });

  it('refuse a database without a password', () => {
    expect(faultsOf({ ...good, DATABASE_URL: 'postgres://admin@127.0.0.1:5432/postgres' })).toEqual(['DATABASE_URL']);
  });

  it('refuse Kafka without brokers, and a user without a password', () => {
    expect(faultsOf({ ...good, EVENT_BUS: 'kafka' })).toEqual(['KAFKA_BROKERS']);
    expect(faultsOf({ ...good, EVENT_BUS: 'kafka', KAFKA_BROKERS: '127.0.0.1:9092', KAFKA_USERNAME: 'x' })).toEqual([
      'KAFKA_PASSWORD',
    ]);
  });

  it('let Kafka be open on this machine only', () => {
    const near = { EVENT_BUS: 'kafka', KAFKA_BROKERS: '127.0.0.1:9092,localhost:9093' };
    expect(readBusAddress(near)).toEqual({
      kind: 'kafka',
      kafka: { brokers: ['127.0.0.1:9092', 'localhost:9093'], tls: false },
    });
    expect(faultsOf({ ...good, EVENT_BUS: 'kafka', KAFKA_BROKERS: '127.0.0.1:9092,broker.example:9092' })).toEqual([
      'KAFKA_USERNAME',
      'KAFKA_TLS',
    ]);
  });

  it('take a broker elsewhere with a user over TLS, or without TLS where the network is said to be private', () => {
    const far = { EVENT_BUS: 'kafka', KAFKA_BROKERS: 'broker.example:9092', KAFKA_USERNAME: 'x', KAFKA_PASSWORD: 'y' };
    expect(faultsOf({ ...good, ...far })).toEqual(['KAFKA_TLS']);
    expect(faultsOf({ ...good, ...far, KAFKA_TLS: 'true' })).toEqual([]);
    expect(faultsOf({ ...good, ...far, KAFKA_PRIVATE_NETWORK: 'true' })).toEqual([]);
  });
});
