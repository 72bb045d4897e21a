import { execFile } from 'node:child_process';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { KafkaSettings } from '#platform/messaging';
import { freePort, kafkaJars, missingForJars, startFromJars, type Broker } from './broker.js';

const run = promisify(execFile);
const dockerKafka = new URL('../../docker/kafka/', import.meta.url).pathname;

/** A broker that lets in only known users, and lets them do only what a rule says. */
export interface LockedDownBroker extends Broker {
  as(user: string, password?: string): KafkaSettings;
}

/** The reason why there is none, where it cannot be started from its jars: ports and users must be ours alone. */
export async function lockedDownMissing(): Promise<string | undefined> {
  const missing = await missingForJars();
  return missing && `a broker with users needs the jars of Kafka, and ${missing}`;
}

/**
 * Starts a broker as the containers do: with `docker/kafka/server.properties`, on other ports, and the users made by
 * `docker/kafka/create-users.sh` from one file a password.
 * @param passwords by the user's name without `asiento.`
 */
export async function startLockedDown(passwords: Readonly<Record<string, string>>): Promise<LockedDownBroker> {
  const [port, controller, loopback] = [await freePort(), await freePort(), await freePort()];
  const shipped = await readFile(join(dockerKafka, 'server.properties'), 'utf8');
  const broker = await startFromJars(
    (folder) =>
      shipped
        .replaceAll('9092', `${port}`)
        .replaceAll('9093', `${controller}`)
        .replaceAll('9094', `${loopback}`)
        .replace('CLIENTS://:', 'CLIENTS://127.0.0.1:')
        .replace('CLIENTS://kafka:', 'CLIENTS://127.0.0.1:')
        .replace('/var/lib/kafka/data', join(folder, 'data'))
        .concat('offsets.topic.num.partitions=4\n')
        .split('\n'),
    port,
  );
  try {
    await createUsers(passwords, loopback);
  } catch (error) {
    await broker.stop();
    throw error;
  }
  return {
    ...broker,
    as: (user, password = passwords[user] ?? '') => ({
      brokers: broker.brokers,
      sasl: { mechanism: 'scram-sha-512', username: `asiento.${user}`, password },
    }),
  };
}

async function createUsers(passwords: Readonly<Record<string, string>>, port: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'asiento-kafka-users-'));
  try {
    const configs = join(folder, 'kafka-configs');
    await writeFile(configs, `#!/bin/sh\nexec java -cp '${await kafkaJars()}/*' kafka.admin.ConfigCommand "$@"\n`);
    await chmod(configs, 0o755);
    for (const [user, password] of Object.entries(passwords))
      await writeFile(join(folder, `kafka_password_${user}`), `${password}\n`);
    await run('sh', [join(dockerKafka, 'create-users.sh')], {
      env: { ...process.env, SECRETS: folder, KAFKA_CONFIGS: configs, BOOTSTRAP: `127.0.0.1:${port}` },
    });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
