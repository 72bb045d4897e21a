import { Writable } from 'node:stream';
import { createLogger } from './logger.js';

describe('the log', () => {
  it('tells what failed, but not the trade that a failed statement was given', () => {
    const lines: string[] = [];
    const into = new Writable({
      write(chunk, _encoding, done) {
        lines.push(String(chunk));
        done();
      },
    });
    const driverError = Object.assign(new Error('no'), { detail: 'Failing row contains (CLIENT-7)' });
    const error = Object.assign(new Error('permission denied for table trade_version'), {
      query: 'insert into intake.trade_version',
      parameters: [['CLIENT-7']],
      detail: 'Failing row contains (CLIENT-7)',
      driverError,
    });
    createLogger('asiento', 'info', into).error({ err: error, password: 's3cret' }, 'a batch or request failed');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain('permission denied for table trade_version');
    expect(lines[0]).not.toContain('CLIENT-7');
    expect(lines[0]).not.toContain('s3cret');
  });
});
