import { hostname } from 'node:os';
import type { Admin, Kafka } from 'kafkajs';

/** Tells this life of a process from others under the same number: in a container every life has the number 1. */
const life = Math.round(performance.timeOrigin * 1_000).toString(36);

/** By what an instance is known to the broker: enough to see later, from the same machine, whether it still lives. */
export const instanceName = (client: string): string => [client, process.pid, life, hostname()].join('/');

/**
 * Takes members out of the group that died on this machine. The coordinator would keep their partitions for them until their
 * session runs out, and whoever takes their place would wait for that. One that lives after all joins again; what it was writing
 * meanwhile is fenced in the database.
 */
export async function endFormerLives(kafka: Kafka, admin: Admin, groupId: string): Promise<void> {
  const { groups } = await admin.describeGroups([groupId]);
  const dead = groups.flatMap(({ members }) => members.filter(({ clientId }) => isFormerLife(clientId)));
  if (dead.length === 0) return;
  const cluster = clusterOf(kafka);
  await cluster.connect();
  try {
    const coordinator = await cluster.findGroupCoordinator({ groupId });
    for (const { memberId } of dead) await coordinator.leaveGroup({ groupId, memberId });
  } finally {
    await cluster.disconnect();
  }
}

/** Whether it was an instance on this machine whose process is no more. */
export function isFormerLife(clientId: string): boolean {
  const [, pid = '', itsLife, host] = clientId.split('/');
  if (host !== hostname() || itsLife === life || !/^\d+$/.test(pid)) return false;
  const number = Number.parseInt(pid, 10);
  return number === process.pid || !isAlive(number);
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // It lives, and belongs to somebody else.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** What kafkajs 2.2.4 speaks through; its public interface lets a client leave for itself only. */
interface Cluster {
  connect(): Promise<void>;
  disconnect(): Promise<void>;
  findGroupCoordinator(of: { groupId: string }): Promise<{
    leaveGroup(member: { groupId: string; memberId: string }): Promise<unknown>;
  }>;
}

function clusterOf(kafka: Kafka): Cluster {
  const name = Object.getOwnPropertySymbols(kafka).find(
    ({ description }) => description === 'private:Kafka:createCluster',
  );
  if (!name) throw new Error('this kafkajs has no cluster to speak through');
  const create = (kafka as unknown as Record<symbol, (options: object) => Cluster>)[name];
  if (!create) throw new Error('this kafkajs has no cluster to speak through');
  return create({ allowAutoTopicCreation: false });
}
