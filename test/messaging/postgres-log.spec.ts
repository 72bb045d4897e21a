import { PostgresBus } from '#platform/messaging';
import { conformance } from './conformance.js';

describe('messages over the log in PostgreSQL', () => {
  conformance(async (database) => PostgresBus.open(await database.as('trial')));
});
