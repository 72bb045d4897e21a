import { Writable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { writtenOut } from './written-out.js';

describe('what the command line prints', () => {
  it('is all taken by a slow reader before the process ends', async () => {
    let taken = 0;
    const slow = new Writable({
      highWaterMark: 16,
      write(chunk: Buffer, _encoding, done) {
        void sleep(5).then(() => {
          taken += chunk.length;
          done();
        });
      },
    });
    for (let part = 0; part < 20; part++) slow.write('x'.repeat(1_000));
    expect(taken).toBeLessThan(20_000);
    await writtenOut(slow);
    expect(taken).toBe(20_000);
  });
});
