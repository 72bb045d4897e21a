import { PostgresBus } from '#platform/messaging';
import { conformance } from './conformance.js';

describe('messages over the log in PostgreSQL', () => {
  conformance(async (database) => ({
    bus: await PostgresBus.open(await database.as('trial')),
    removeTopics: () => Promise.resolve(),
  }));
});
