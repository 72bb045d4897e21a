import kafkajs, { type AclEntry, type Admin, type Kafka } from 'kafkajs';
import type { EventContract } from '#contracts';
import { deadLetterTopic } from './tables.js';

// Node does not find these among the names that the module exports.
const { AclOperationTypes, AclPermissionTypes, AclResourceTypes, ResourcePatternTypes } = kafkajs;

/** Somebody may do one thing with one topic, or with a consumer group. */
export interface AccessRule {
  readonly user: string;
  readonly operation: 'read' | 'write' | 'describe';
  readonly resource: 'topic' | 'group';
  readonly name: string;
  /** `prefixed`: everything whose name begins so. */
  readonly pattern: 'literal' | 'prefixed';
}

interface Speaker {
  readonly name: string;
  readonly hears: readonly EventContract[];
  readonly says: readonly EventContract[];
}

/** A service's user of Kafka; its consumer group has the same name. */
export const kafkaUserOf = (service: string): string => `asiento.${service}`;

const RISK = 'risk.';

/**
 * Who may do what on the broker, all of it following from what the services hear and say. Whatever is not named here is refused.
 * @param riskReaders users that may follow the risk topics, in groups of their own, and nothing else
 */
export function aclsOf(services: readonly Speaker[], riskReaders: readonly string[] = []): AccessRule[] {
  const rules = services.flatMap((service) => accessOf(service));
  const topics = new Set(services.flatMap(({ says }) => says.map(({ topic }) => topic)));
  const riskTopics = [...topics].filter((topic) => topic.startsWith(RISK)).sort();
  for (const user of riskReaders) {
    for (const name of riskTopics) rules.push({ user, operation: 'read', resource: 'topic', name, pattern: 'literal' });
    rules.push({ user, operation: 'read', resource: 'group', name: RISK, pattern: 'prefixed' });
  }
  return rules;
}

function accessOf({ name: service, hears, says }: Speaker): AccessRule[] {
  const user = kafkaUserOf(service);
  const topic = (operation: AccessRule['operation'], name: string): AccessRule => ({
    user,
    operation,
    resource: 'topic',
    name,
    pattern: 'literal',
  });
  return [
    ...says.map((contract) => topic('write', contract.topic)),
    ...hears.flatMap((contract) => [topic('read', contract.topic), topic('write', deadLetterTopic(contract.topic))]),
    // At its start a service makes sure that its topics are as the contracts say, dead letters included.
    ...says.map((contract) => topic('describe', deadLetterTopic(contract.topic))),
    ...(hears.length > 0
      ? [{ user, operation: 'read', resource: 'group', name: kafkaUserOf(service), pattern: 'literal' } as const]
      : []),
  ];
}

/** How many rules were added, and how many of the same users that are no longer wanted were taken away. */
export interface AccessChange {
  readonly added: number;
  readonly removed: number;
}

/** Brings the broker's rules about the users of these rules, and about no others, to exactly these. */
export async function putAccessInForce(kafka: Kafka, rules: readonly AccessRule[]): Promise<AccessChange> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    const wanted = new Map(rules.map((rule) => [nameOf(entryOf(rule)), entryOf(rule)]));
    const present = await rulesOf(admin, new Set(rules.map(({ user }) => principalOf(user))));
    const missing = [...wanted].filter(([name]) => !present.has(name)).map(([, entry]) => entry);
    const surplus = [...present].filter(([name]) => !wanted.has(name)).map(([, entry]) => entry);
    if (missing.length > 0) await admin.createAcls({ acl: missing });
    if (surplus.length > 0) await admin.deleteAcls({ filters: surplus });
    return { added: missing.length, removed: surplus.length };
  } finally {
    await admin.disconnect();
  }
}

/** Which of the rules the broker does not have. @throws when there are none to look at, or we may not look */
export async function missingAccess(admin: Admin, rules: readonly AccessRule[]): Promise<readonly AccessRule[]> {
  const present = await rulesOf(admin, new Set(rules.map(({ user }) => principalOf(user))));
  return rules.filter((rule) => !present.has(nameOf(entryOf(rule))));
}

const principalOf = (user: string): string => `User:${user}`;
const ANY_HOST = '*';

const OPERATIONS = {
  read: AclOperationTypes.READ,
  write: AclOperationTypes.WRITE,
  describe: AclOperationTypes.DESCRIBE,
} as const;

function entryOf({ user, operation, resource, name, pattern }: AccessRule): AclEntry {
  return {
    principal: principalOf(user),
    host: ANY_HOST,
    operation: OPERATIONS[operation],
    permissionType: AclPermissionTypes.ALLOW,
    resourceType: resource === 'topic' ? AclResourceTypes.TOPIC : AclResourceTypes.GROUP,
    resourceName: name,
    resourcePatternType: pattern === 'literal' ? ResourcePatternTypes.LITERAL : ResourcePatternTypes.PREFIXED,
  };
}

const nameOf = (entry: AclEntry): string =>
  [
    entry.principal,
    entry.host,
    entry.operation,
    entry.permissionType,
    entry.resourceType,
    entry.resourcePatternType,
    entry.resourceName,
  ].join(' ');

async function rulesOf(admin: Admin, principals: ReadonlySet<string>): Promise<Map<string, AclEntry>> {
  const { resources } = await admin.describeAcls({
    resourceType: AclResourceTypes.ANY,
    resourcePatternType: ResourcePatternTypes.ANY,
    operation: AclOperationTypes.ANY,
    permissionType: AclPermissionTypes.ANY,
  });
  const entries = resources.flatMap(({ resourceType, resourceName, resourcePatternType, acls }) =>
    acls.map((acl): AclEntry => ({ resourceType, resourceName, resourcePatternType, ...acl })),
  );
  return new Map(
    entries.filter(({ principal }) => principals.has(principal)).map((entry) => [nameOf(entry), entry] as const),
  );
}
