import { Inject, Injectable } from '@nestjs/common';
import { ClientKafka } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { DataSource, type EntityManager, type EntityTarget, type ObjectLiteral } from 'typeorm';
import type { QueryDeepPartialEntity } from 'typeorm';
import type { Outgoing } from './events.js';
import { HandledMessage } from './rows.js';

export const SERVICE = Symbol('service');
export const BUS = Symbol('bus');

/**
 * Handles a message in one transaction, its effect once however often it comes. Events go out after the commit, and again when
 * the message comes again, so that a crash in between loses none; their ids follow from what they say.
 */
@Injectable()
export class Once {
  constructor(
    private readonly source: DataSource,
    @Inject(SERVICE) private readonly service: string,
    @Inject(BUS) private readonly bus: ClientKafka,
  ) {}

  /** @param work writes only when it is the `first` time, and tells what follows from the state either way */
  async handle(
    messageId: string,
    work: (manager: EntityManager, first: boolean) => Promise<Outgoing[]>,
  ): Promise<void> {
    const said = await this.source.transaction(async (manager) => {
      const handled = manager.getRepository(HandledMessage);
      const first = !(await handled.existsBy({ service: this.service, messageId }));
      if (first) await handled.insert({ service: this.service, messageId });
      return work(manager, first);
    });
    await Promise.all(
      said.map(({ topic, event }) => lastValueFrom(this.bus.emit(topic, { key: event.tradeId, value: event }))),
    );
  }
}

/** Makes sure that a row is there that messages of two topics may both come to first. */
export async function ensure<Row extends ObjectLiteral>(
  manager: EntityManager,
  row: EntityTarget<Row>,
  values: QueryDeepPartialEntity<Row>,
): Promise<void> {
  await manager.createQueryBuilder().insert().into(row).values(values).orIgnore().execute();
}
