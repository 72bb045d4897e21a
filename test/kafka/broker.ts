import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const VERSION = '4.3.1';
/** The checkout, from the sources as well as from what is built of them. */
const root = (function find(folder: string): string {
  return existsSync(join(folder, 'package.json')) ? folder : find(dirname(folder));
})(fileURLToPath(new URL('.', import.meta.url)));
const cache = join(root, '.cache', `kafka-${VERSION}`);

export interface Broker {
  readonly brokers: readonly string[];
  stop(): Promise<void>;
}

/** A broker whose process belongs to the test. */
export interface OwnBroker extends Broker {
  /** kill -9; what it has acknowledged lies in its data folder. */
  kill(): Promise<void>;
  /** Starts again over the same data, on the same port. */
  startAgain(): Promise<void>;
}

export type BrokerHere = { readonly broker: Broker } | { readonly missing: string };

/**
 * A real broker: `KAFKA_BROKERS` if given, else a container engine's, else Apache Kafka from its jars where Java 17 and Maven
 * are at hand, else the reason why there is none. In CI with Java and Maven a broker that does not start is a failure.
 */
export async function brokerHere(): Promise<BrokerHere> {
  const given = process.env['KAFKA_BROKERS'];
  if (given) return { broker: { brokers: given.split(','), stop: () => Promise.resolve() } };
  const contained = await fromContainer();
  if (contained) return { broker: contained };
  const missing = await missingForJars();
  if (missing !== undefined)
    return { missing: `no broker: KAFKA_BROKERS is not set, no container engine answers, and ${missing}` };
  try {
    return { broker: await fromJars() };
  } catch (error) {
    if (process.env['CI'] === 'true') throw error;
    return { missing: `the broker did not start: ${(error as Error).message.split('\n')[0]}` };
  }
}

/** What is not installed of that which a broker from its jars needs. */
export async function missingForJars(): Promise<string | undefined> {
  for (const [program, flag] of [
    ['java', '-version'],
    ['mvn', '-v'],
  ] as const) {
    const found = await run(program, [flag]).then(
      () => true,
      () => false,
    );
    if (!found) return `${program} is not installed`;
  }
  return undefined;
}

async function fromContainer(): Promise<Broker | undefined> {
  const answers = await run('docker', ['info'], { timeout: 5_000 }).then(
    () => true,
    () => false,
  );
  if (!answers) return undefined;
  const { KafkaContainer } = await import('@testcontainers/kafka');
  const container = await new KafkaContainer(`apache/kafka:${VERSION}`).withKraft().start();
  return {
    brokers: [`${container.getHost()}:${container.getMappedPort(9093)}`],
    stop: async () => void (await container.stop()),
  };
}

/** The jars of the broker, fetched once. */
export async function kafkaJars(): Promise<string> {
  const libs = join(cache, 'libs');
  if (existsSync(libs)) return libs;
  const half = `${libs}.${process.pid}`;
  await mkdir(cache, { recursive: true });
  await run('mvn', [
    '-q',
    '-B',
    '-f',
    join(root, 'test', 'kafka', 'pom.xml'),
    'dependency:copy-dependencies',
    `-DoutputDirectory=${half}`,
    '-DincludeScope=runtime',
  ]);
  await rename(half, libs).catch(() => rm(half, { recursive: true }));
  return libs;
}

/** A broker that is ours to kill. @throws when Java, Maven or the jars are missing */
export async function fromJars(): Promise<OwnBroker> {
  const [port, controller] = [await freePort(), await freePort()];
  return startFromJars(
    (folder) => [
      'process.roles=broker,controller',
      'node.id=1',
      `controller.quorum.voters=1@127.0.0.1:${controller}`,
      `listeners=PLAINTEXT://127.0.0.1:${port},CONTROLLER://127.0.0.1:${controller}`,
      `advertised.listeners=PLAINTEXT://127.0.0.1:${port}`,
      'listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT',
      'controller.listener.names=CONTROLLER',
      'inter.broker.listener.name=PLAINTEXT',
      `log.dirs=${join(folder, 'data')}`,
      'auto.create.topics.enable=false',
      'message.max.bytes=16777216',
      'offsets.topic.replication.factor=1',
      'offsets.topic.num.partitions=4',
      'transaction.state.log.replication.factor=1',
      'transaction.state.log.min.isr=1',
      'share.coordinator.state.topic.replication.factor=1',
      'share.coordinator.state.topic.min.isr=1',
      'group.initial.rebalance.delay.ms=0',
    ],
    port,
  );
}

/** Starts a broker with these properties, once its port answers. */
export async function startFromJars(
  propertiesIn: (folder: string) => readonly string[],
  port: number,
): Promise<OwnBroker> {
  const classPath = ['-cp', join(await kafkaJars(), '*')];
  const folder = await mkdtemp(join(tmpdir(), 'asiento-kafka-'));
  const properties = join(folder, 'server.properties');
  await writeFile(properties, propertiesIn(folder).join('\n'));
  await run('java', [
    ...classPath,
    'kafka.tools.StorageTool',
    'format',
    '-t',
    'AsientoTestBroker00001',
    '-c',
    properties,
  ]);
  const start = async (): Promise<ChildProcess> => {
    const started = spawn(
      'java',
      ['-Xmx384m', '-Xms128m', '-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1', ...classPath, 'kafka.Kafka', properties],
      { stdio: 'ignore' },
    );
    await answering(started, port);
    return started;
  };
  let java = await start();
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    const ended = new Promise((done) => java.once('exit', done));
    if (java.kill(signal)) await ended;
  };
  return {
    brokers: [`127.0.0.1:${port}`],
    kill: () => end('SIGKILL'),
    async startAgain() {
      java = await start();
    },
    async stop() {
      await end('SIGTERM');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function answering(java: ChildProcess, port: number): Promise<void> {
  for (let attempt = 0; attempt < 300; attempt++) {
    if (java.exitCode !== null) throw new Error(`the broker ended with code ${java.exitCode}`);
    const open = await new Promise<boolean>((done) => {
      const socket = connect(port, '127.0.0.1', () => done(true)).on('error', () => done(false));
      socket.on('close', () => undefined);
      socket.once('connect', () => socket.end());
    });
    if (open) return;
    await sleep(100);
  }
  throw new Error('the broker did not open its port within 30 s');
}

export function freePort(): Promise<number> {
  return new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
