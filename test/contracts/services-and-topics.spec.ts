import { readFileSync, writeFileSync } from 'node:fs';
import { drawnHouse } from './drawn-house.js';

const page = new URL('../../docs/services-and-topics.md', import.meta.url).pathname;

describe('the page of services and topics', () => {
  it('is what the services are made of', () => {
    const drawn = drawnHouse();
    if (process.env['UPDATE_DOCUMENTS'] === '1') writeFileSync(page, drawn);
    expect(readFileSync(page, 'utf8')).toBe(drawn);
  });
});
