import { execFileSync } from 'node:child_process';
import { hostname } from 'node:os';
import { instanceName, isFormerLife } from './kafka-former-life.js';

/** A process that is over. */
const overPid = Number.parseInt(execFileSync(process.execPath, ['-p', 'process.pid'], { encoding: 'utf8' }), 10);

describe('a member of a consumer group is taken for dead', () => {
  it('when its process on this machine is no more', () => {
    expect(isFormerLife(`asiento-ledger/${overPid}/abc/${hostname()}`)).toBe(true);
  });

  it('when it had our own number in an earlier life, as in a container that was started again', () => {
    expect(isFormerLife(`asiento-ledger/${process.pid}/abc/${hostname()}`)).toBe(true);
  });

  it('but not when it is ourselves, or lives beside us, asleep or not', () => {
    expect(isFormerLife(instanceName('asiento-ledger'))).toBe(false);
    expect(isFormerLife(`asiento-ledger/${process.ppid}/abc/${hostname()}`)).toBe(false);
  });

  it('nor when it is on another machine, where we cannot see', () => {
    expect(isFormerLife(`asiento-ledger/${overPid}/abc/elsewhere`)).toBe(false);
  });

  it('nor when it is none of ours', () => {
    expect(['kafka-tool', 'a/b/c', `risk//x/${hostname()}`].map(isFormerLife)).toEqual([false, false, false]);
  });
});
