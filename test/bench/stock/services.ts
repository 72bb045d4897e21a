import { Module, type DynamicModule, type INestMicroservice, type Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ClientKafka, type KafkaOptions, Transport } from '@nestjs/microservices';
import { DataSource } from 'typeorm';
import { Intake } from './intake.js';
import { Ledger } from './ledger.js';
import { Confirmation, Reconciliation } from './matching.js';
import { BUS, Once, SERVICE } from './once.js';
import { allRows } from './rows.js';
import { Custodian, Settlement, Units } from './settlement.js';

export type KafkaClient = NonNullable<NonNullable<KafkaOptions['options']>['client']>;

/** Each service, with its handlers; in the order of a trade's way. */
const services: Readonly<Record<string, Type>> = {
  intake: Intake,
  reconciliation: Reconciliation,
  confirmation: Confirmation,
  settlement: Settlement,
  ledger: Ledger,
  units: Units,
  custodian: Custodian,
};

export const PARTITIONS = 4;
const CONNECTIONS = 6;

@Module({})
class ServiceModule {
  static of(name: string, controller: Type, databaseUrl: string, kafka: KafkaClient): DynamicModule {
    const bus = new ClientKafka({
      client: { ...kafka, clientId: `stock-${name}` },
      postfixId: '',
      producerOnlyMode: true,
    });
    return {
      module: ServiceModule,
      controllers: [controller],
      providers: [
        Once,
        { provide: DataSource, useFactory: () => openTables(databaseUrl, `stock-${name}`) },
        { provide: SERVICE, useValue: name },
        { provide: BUS, useValue: bus },
      ],
    };
  }
}

function openTables(url: string, applicationName: string): Promise<DataSource> {
  return new DataSource({
    type: 'postgres',
    url,
    applicationName,
    entities: allRows,
    poolSize: CONNECTIONS,
  }).initialize();
}

/** Starts every service as a microservice of its own on the stock transport, as its documentation says. @returns stops them */
export async function startServices(databaseUrl: string, kafka: KafkaClient): Promise<() => Promise<void>> {
  const running: INestMicroservice[] = await Promise.all(
    Object.entries(services).map(async ([name, controller]) => {
      const service = await NestFactory.createMicroservice<KafkaOptions>(
        ServiceModule.of(name, controller, databaseUrl, kafka),
        {
          logger: ['error', 'fatal'],
          transport: Transport.KAFKA,
          options: {
            postfixId: '',
            client: { ...kafka, clientId: `stock-${name}` },
            consumer: { groupId: `stock-reference.${name}` },
            subscribe: { fromBeginning: true },
            // The transport's own way to more than one message at a time.
            run: { partitionsConsumedConcurrently: PARTITIONS * 2 },
          },
        },
      );
      await service.get<ClientKafka>(BUS).connect();
      await service.listen();
      return service;
    }),
  );
  return async () => {
    for (const service of running) {
      await service.close();
      await service.get<ClientKafka>(BUS).close();
      await service.get(DataSource).destroy();
    }
  };
}
