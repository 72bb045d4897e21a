import { settleRows } from './settled-rows.js';

interface Row {
  readonly id: string;
  readonly state?: string;
}

const rows = (...ids: readonly string[]): Row[] => ids.map((id) => ({ id }));
const ids = (result: readonly Row[]): string[] => result.map(({ id }) => id);
const keyOf = ({ id }: Row): string => id;

describe('rows somebody is reading', () => {
  it('take new content in place', () => {
    const { rows: settled, changes } = settleRows(rows('a', 'b'), [{ id: 'a' }, { id: 'b', state: 'SETTLED' }], keyOf);
    expect(settled[1]).toEqual({ id: 'b', state: 'SETTLED' });
    expect(changes).toBe(0);
  });

  it('do not jump when one comes above them: it is counted', () => {
    const { rows: settled, changes } = settleRows(rows('b', 'c'), rows('a', 'b', 'c'), keyOf);
    expect(ids(settled)).toEqual(['b', 'c']);
    expect(changes).toBe(1);
  });

  it('stay when one of them leaves the list, with what was last known of it', () => {
    const { rows: settled, changes } = settleRows(rows('a', 'b', 'c'), rows('a', 'c'), keyOf);
    expect(ids(settled)).toEqual(['a', 'b', 'c']);
    expect(changes).toBe(1);
  });

  it('stay when two change places', () => {
    const { rows: settled, changes } = settleRows(rows('a', 'b'), rows('b', 'a'), keyOf);
    expect(ids(settled)).toEqual(['a', 'b']);
    expect(changes).toBeGreaterThan(0);
  });

  it('are continued below by what scrolling on has loaded', () => {
    const { rows: settled, changes } = settleRows(rows('a', 'b'), rows('a', 'b', 'c', 'd'), keyOf);
    expect(ids(settled)).toEqual(['a', 'b', 'c', 'd']);
    expect(changes).toBe(0);
  });
});
