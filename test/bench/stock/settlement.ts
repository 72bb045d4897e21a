import { Controller } from '@nestjs/common';
import { EventPattern, Payload } from '@nestjs/microservices';
import {
  cashOf,
  outgoing,
  topics,
  type Confirmed,
  type CustodianStatus,
  type Instruction,
  type Progressed,
  type Settled,
} from './events.js';
import { Once } from './once.js';
import { CustodianInstruction, Obligation, UnitObligation } from './rows.js';

/** Instructs the custodian and follows what becomes of it. */
@Controller()
export class Settlement {
  constructor(private readonly once: Once) {}

  @EventPattern<string>(topics.tradeConfirmed)
  instruct(@Payload() event: Confirmed): Promise<void> {
    return this.once.handle(event.eventId, async (manager, first) => {
      const { tradeId, terms, occurredAt } = event;
      const instructionId = `${tradeId}:delivery`;
      if (first) await manager.getRepository(Obligation).save({ instructionId, tradeId, state: 'INSTRUCTED', terms });
      const said: Instruction = { eventId: `instructed:${instructionId}`, tradeId, instructionId, terms, occurredAt };
      return [outgoing(topics.instructionReleased, said)];
    });
  }

  @EventPattern<string>(topics.custodianStatus)
  hear(@Payload() event: CustodianStatus): Promise<void> {
    return this.once.handle(event.eventId, async (manager, first) => {
      const { instructionId, tradeId, status, occurredAt } = event;
      const obligations = manager.getRepository(Obligation);
      const obligation = await obligations.findOneByOrFail({ instructionId });
      const from = obligation.state;
      if (first && status !== 'ACCEPTED') {
        obligation.state = status;
        await obligations.save(obligation);
      }
      const eventId = `${status.toLowerCase()}:${instructionId}`;
      const { terms } = obligation;
      if (status === 'MATCHED') {
        const progressed: Progressed = { eventId, tradeId, from, to: 'MATCHED', occurredAt };
        return [outgoing(topics.obligationProgressed, progressed)];
      }
      if (status === 'ACCEPTED') return [];
      const settled: Settled = { eventId, tradeId, instructionId, terms, occurredAt };
      return [outgoing(topics.obligationSettled, settled)];
    });
  }
}

/** What each unit still has to pay. */
@Controller()
export class Units {
  constructor(private readonly once: Once) {}

  @EventPattern<string>(topics.instructionReleased)
  owe(@Payload() { eventId, instructionId, terms }: Instruction): Promise<void> {
    return this.once.handle(eventId, async (manager, first) => {
      const obligations = manager.getRepository(UnitObligation);
      if (first && !(await obligations.existsBy({ instructionId })))
        await obligations.save({ instructionId, book: terms.book, pay: cashOf(terms).toString(), settled: false });
      return [];
    });
  }

  @EventPattern<string>(topics.obligationSettled)
  paid(@Payload() { eventId, instructionId, terms }: Settled): Promise<void> {
    return this.once.handle(eventId, async (manager, first) => {
      if (first)
        await manager
          .getRepository(UnitObligation)
          .save({ instructionId, book: terms.book, pay: cashOf(terms).toString(), settled: true });
      return [];
    });
  }
}

/** The outside world's answer: accepted, matched, settled. */
@Controller()
export class Custodian {
  constructor(private readonly once: Once) {}

  @EventPattern<string>(topics.instructionReleased)
  answer(@Payload() event: Instruction): Promise<void> {
    return this.once.handle(event.eventId, async (manager, first) => {
      const { instructionId, tradeId, occurredAt } = event;
      if (first) await manager.getRepository(CustodianInstruction).save({ instructionId, tradeId });
      return (['ACCEPTED', 'MATCHED', 'SETTLED'] as const).map((status) => {
        const said: CustodianStatus = {
          eventId: `${instructionId}:${status}`,
          instructionId,
          tradeId,
          status,
          occurredAt,
        };
        return outgoing(topics.custodianStatus, said);
      });
    });
  }
}
