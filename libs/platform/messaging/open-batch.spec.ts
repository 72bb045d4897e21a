import { settlementExposure, type EventOf } from '#contracts';
import { OpenBatch } from './open-batch.js';

it('what a handler says of a party leaves under the key of that party, in the order said', () => {
  const of = (counterparty: string, sequence: number) =>
    ({ counterparty, currency: 'EUR', sequence, asOf: '2026-06-15T08:00:00Z' }) as EventOf<typeof settlementExposure>;
  const batch = new OpenBatch([]);
  batch.publish(settlementExposure, [of('CIERESM0', 1), of('BRUMGB20', 1), of('CIERESM0', 2)]);
  expect(batch.outgoing.map(({ topic, key }) => `${topic} ${key}`)).toEqual(
    ['CIERESM0', 'BRUMGB20', 'CIERESM0'].map((counterparty) => `risk.settlement-exposure.v1 ${counterparty}|EUR`),
  );
  expect(batch.outgoing.map(({ body }) => (JSON.parse(String(body)) as { sequence: number }).sequence)).toEqual([
    1, 1, 2,
  ]);
});
