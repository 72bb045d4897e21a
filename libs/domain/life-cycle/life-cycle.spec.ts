import { readFileSync, writeFileSync } from 'node:fs';
import { legalSteps, lifeCycleDocument, states, transitionFor, transitions } from './index.js';

const page = new URL('../../../docs/life-cycle.md', import.meta.url);

describe('the life cycle', () => {
  it('has the rows L1 to L30, each once', () => {
    expect(transitions.map(({ id }) => id)).toEqual(Array.from({ length: 30 }, (_, index) => `L${index + 1}`));
  });

  it('never revives a cancelled trade', () => {
    expect(legalSteps().filter(({ from }) => from === 'CANCELLED')).toEqual([]);
  });

  it.each([
    [null, 'CAPTURED', 'L1'],
    ['CONFIRMED', 'INSTRUCTED', 'L8'],
    ['MATCHED', 'SETTLED', 'L18'],
    ['CAPTURED', 'SETTLED', undefined],
    ['SETTLED', 'CANCELLED', undefined],
  ] as const)('from %s to %s: %s', (from, to, id) => {
    expect(transitionFor(from, to)?.id).toBe(id);
  });

  it('reaches every state from capture', () => {
    const reached = new Set(['CAPTURED']);
    for (let size = 0; size < reached.size;) {
      size = reached.size;
      for (const { from, to } of legalSteps()) if (reached.has(from)) reached.add(to);
    }
    expect([...reached].sort()).toEqual([...states].sort());
  });

  it('is what docs/life-cycle.md says', () => {
    if (process.env['UPDATE_DOCUMENTS'] === '1') writeFileSync(page, lifeCycleDocument());
    expect(readFileSync(page, 'utf8')).toBe(lifeCycleDocument());
  });
});
