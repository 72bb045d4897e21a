import type { DynamicModule, Type } from '@nestjs/common';
import type { MigrationInterface } from 'typeorm';
import type { EventContract } from '#contracts';
import type { FigureStatement } from '#platform/database';

/** All that is needed to run a service, in one process with others or alone. Every `apps/<service>/src/index.ts` exports one. */
export interface ServiceDefinition {
  /** Also its schema, its consumer group and, prefixed, its database role. */
  readonly name: string;
  readonly module: Type | DynamicModule;
  readonly migrations: readonly (new () => MigrationInterface)[];
  readonly hears: readonly EventContract[];
  readonly says: readonly EventContract[];
  /**
   * What is true now in this service, not how it came: canonical lines, one `line` column, in a fixed order. Nothing that
   * depends on arrival (offsets, sequences, recorded-at) may be in them. Input of the state digest.
   */
  readonly stateLines: readonly string[];
  /** Clerks propose acts there, which another person approves. */
  readonly hasDesk?: boolean;
  /** It is asked before anybody is known, and guards each of its handlers by itself; only the gateway does. */
  readonly guardsItself?: boolean;
  /**
   * What operators watch of this service's business, beside what every service shows.
   * @throws EnvironmentFault when a setting that it needs cannot be used
   */
  readonly figures?: (environment: NodeJS.ProcessEnv) => readonly FigureStatement[];
}
