import type { EventContract } from '#contracts';
import { approvalGrantsSql, approvalTablesSql } from '#platform/approvals';
import { migrate, type DatabaseAddress } from '#platform/database';
import { logGrantsSql, logTablesSql, messagingTablesSql } from '#platform/messaging';
import type { ServiceDefinition } from './service-definition.js';

export interface MigrateHouseOptions extends DatabaseAddress {
  readonly definitions: readonly ServiceDefinition[];
  readonly contracts: readonly EventContract[];
  /** Partitions of each topic in the log kept in PostgreSQL. */
  readonly partitions: number;
  readonly onProgress?: (step: string) => void;
}

/** Brings the database to the form that the given services and the log expect. */
export function migrateHouse({ definitions, contracts, partitions, ...options }: MigrateHouseOptions): Promise<void> {
  return migrate({
    ...options,
    shared: logTablesSql(contracts, partitions),
    schemas: definitions.map((definition) => ({
      service: definition.name,
      migrations: definition.migrations,
      tables: [
        ...messagingTablesSql(definition.name),
        ...(definition.hasDesk ? approvalTablesSql(definition.name) : []),
      ],
      grants: [...logGrantsSql(definition), ...(definition.hasDesk ? approvalGrantsSql(definition.name) : [])],
    })),
  });
}
