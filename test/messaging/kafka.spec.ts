import { skipReason } from '#test/skips';
import { brokerHere } from '../kafka/broker.js';
import { conformance } from './conformance.js';
import { kafkaTrial } from './kafka-trial.js';

const here = await brokerHere();
if ('missing' in here) skipReason('messages over Kafka', here.missing, 18);

('missing' in here ? describe.skip : describe)('messages over Kafka', () => {
  const broker = 'missing' in here ? undefined : here.broker;
  afterAll(() => broker?.stop());

  conformance((_database, topics) => kafkaTrial(broker?.brokers ?? [], topics));
});
