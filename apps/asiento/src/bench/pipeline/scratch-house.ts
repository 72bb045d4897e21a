import { allContracts } from '#contracts';
import { EnvironmentFault } from '#platform/database';
import { connectKafka, emptyBus, type BusAddress } from '#platform/messaging';
import type { House } from '../../house/house.js';
import { openHouse } from '../../house/open-house.js';
import type { ScratchServer } from '../scratch-server.js';

/** All services in this process over an empty database, and over Kafka with topics of its own that are deleted afterwards. */
export async function withScratchHouse<Result>(
  server: ScratchServer,
  { dataFolder, busAddress }: { readonly dataFolder: string; readonly busAddress: BusAddress },
  work: (house: House) => Promise<Result>,
): Promise<Result> {
  await refuseForeignTopics(busAddress);
  const address = server.reserve();
  try {
    await server.settle();
    const house = await openHouse({ ...address, dataFolder, busAddress, onProgress: () => undefined });
    try {
      return await work(house);
    } finally {
      await house.stop();
    }
  } finally {
    await emptyBus(busAddress, allContracts);
    await server.drop(address);
  }
}

/** The topics are deleted at the end, so they must not be anybody's. @throws EnvironmentFault */
async function refuseForeignTopics(bus: BusAddress): Promise<void> {
  if (bus.kind !== 'kafka') return;
  const admin = connectKafka(bus.kafka, 'asiento-bench').admin();
  await admin.connect();
  try {
    const there = new Set(await admin.listTopics());
    const foreign = allContracts.filter(({ topic }) => there.has(topic));
    if (foreign.length > 0)
      throw new EnvironmentFault(
        `the broker has topics of a house already (${foreign[0]?.topic} …); the bench needs a broker without one`,
      );
  } finally {
    await admin.disconnect();
  }
}
