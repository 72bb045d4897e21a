import 'reflect-metadata';
import { Global, Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { Express } from 'express';
import type { Logger } from 'pino';
import { Database, readFigures } from '#platform/database';
import { onlyKeepablePaths, ProblemFilter, securityHeaders } from '#platform/http';
import { RightsGuard } from '#platform/identity';
import {
  MessageBus,
  MessagingStrategy,
  ParkedMessages,
  messagingFigures,
  type WorkerHealth,
} from '#platform/messaging';
import { nestLogger, traceBatches, watchBatches, type ProbedService } from '#platform/observability';
import type { ServiceDefinition } from './service-definition.js';

/** A repaired message may have a million characters, some of them escaped on the wire. */
const BODY_LIMIT = '4mb';

export interface StartOptions {
  readonly database: Database;
  readonly bus: MessageBus;
  readonly logger: Logger;
  /** Of the notes by which the gateway says who asks. */
  readonly peopleKey: Buffer;
}

export interface RunningService {
  readonly definition: ServiceDefinition;
  readonly database: Database;
  readonly parked: ParkedMessages;
  /** Its request handler, to be mounted in process or to listen by itself. */
  readonly express: Express;
  health(): WorkerHealth;
  /** For `/readyz` and `/metrics`. */
  readonly probed: ProbedService;
  /** Ends after the batch at hand; what is not handled stays in the log. */
  stop(): Promise<void>;
}

@Global()
@Module({})
class PlatformModule {}

/** Starts one service as a Nest application of its own, with its own connections and role. */
export async function startService(definition: ServiceDefinition, options: StartOptions): Promise<RunningService> {
  const { database, bus } = options;
  const logger = options.logger.child({ service: definition.name });
  const figures = [...messagingFigures(definition.name), ...(definition.figures?.(process.env) ?? [])];
  const report = (error: unknown): void => logger.error({ err: error }, 'a batch or request failed');
  const parked = new ParkedMessages(definition.name, database);
  const platform: DynamicModule = {
    module: PlatformModule,
    providers: [
      { provide: Database, useValue: database },
      { provide: MessageBus, useValue: bus },
      { provide: ParkedMessages, useValue: parked },
    ],
    exports: [Database, MessageBus, ParkedMessages],
  };
  const root: DynamicModule = { module: class Root {}, imports: [platform, definition.module as DynamicModule] };
  const app = await NestFactory.create<NestExpressApplication>(root, {
    logger: nestLogger(logger),
    abortOnError: false,
    bodyParser: false,
  });
  // JSON and nothing else: a form of another site could send the other kinds.
  app.useBodyParser('json', { limit: BODY_LIMIT });
  app.use(securityHeaders);
  app.use(onlyKeepablePaths);
  app.useGlobalFilters(new ProblemFilter(report));
  if (definition.guardsItself !== true) app.useGlobalGuards(new RightsGuard(options.peopleKey));
  const strategy = new MessagingStrategy({
    service: definition.name,
    hears: definition.hears,
    database,
    bus,
    parked,
    report,
    watch: watchBatches(definition.name),
    trace: traceBatches(definition.name),
  });
  if (definition.hears.length > 0) {
    app.connectMicroservice({ strategy });
    await app.startAllMicroservices();
  }
  await app.init();
  return {
    definition,
    database,
    parked,
    express: app.getHttpAdapter().getInstance() as Express,
    health: () => strategy.health(),
    probed: {
      name: definition.name,
      hears: definition.hears.map(({ topic }) => topic),
      health: () => strategy.health(),
      figures,
      async readFigures() {
        try {
          return await readFigures(database, figures);
        } catch (error) {
          logger.warn({ err: error }, 'the figures could not be read');
          throw error;
        }
      },
    },
    async stop() {
      await app.close();
      await database.close();
    },
  };
}
