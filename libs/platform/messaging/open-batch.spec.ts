import { settlementExposure, type EventOf } from '#contracts';
import { OpenBatch } from './open-batch.js';

const exposureOf = (counterparty: string, sequence: number) =>
  ({ counterparty, currency: 'EUR', sequence, asOf: '2026-06-15T08:00:00Z' }) as EventOf<typeof settlementExposure>;

it('what a handler says of a party leaves under the key of that party, in the order said', () => {
  const batch = new OpenBatch([], () => Promise.resolve());
  batch.publish(settlementExposure, [exposureOf('CIERESM0', 1), exposureOf('BRUMGB20', 1), exposureOf('CIERESM0', 2)]);
  expect(batch.outgoing.map(({ topic, key }) => `${topic} ${key}`)).toEqual(
    ['CIERESM0', 'BRUMGB20', 'CIERESM0'].map((counterparty) => `risk.settlement-exposure.v1 ${counterparty}|EUR`),
  );
  expect(batch.outgoing.map(({ body }) => (JSON.parse(String(body)) as { sequence: number }).sequence)).toEqual([
    1, 1, 2,
  ]);
});

it('what a handler sends on before its end leaves at once, in order, and is kept no longer', async () => {
  const sent: string[] = [];
  const batch = new OpenBatch([], (messages) => {
    sent.push(...messages.map(({ key }) => key));
    return Promise.resolve();
  });
  batch.publish(settlementExposure, [exposureOf('CIERESM0', 1), exposureOf('BRUMGB20', 1)]);
  await batch.sendOn();
  batch.publish(settlementExposure, [exposureOf('CIERESM0', 2)]);
  expect(sent).toEqual(['CIERESM0|EUR', 'BRUMGB20|EUR']);
  expect(batch.outgoing.map(({ key }) => key)).toEqual(['CIERESM0|EUR']);
});
