import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseSync } from '@swc/core';
import { classes, mutants, withoutMutants, type Mutant, type Planting } from './index.js';

const root = new URL('../../', import.meta.url).pathname;
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

const plantingsOf = ({ file, edits, also }: Mutant): Planting[] => [{ file, edits }, ...(also ? [also] : [])];

/** The file with the bug in it, and how often each text was found that is to be replaced. */
function planted({ file, edits }: Planting): { readonly text: string; readonly found: number[] } {
  let text = textOf(file);
  const found = edits.map(({ find, replace }) => {
    const times = text.split(find).length - 1;
    text = text.split(find).join(replace);
    return times;
  });
  return { text, found };
}

/** The source of a spec file together with what it takes from beside it: one suite can serve several files. */
function suiteOf(spec: string): string {
  const source = textOf(spec);
  const beside = [...source.matchAll(/from '(\.\/[\w-]+)\.js'/g)].map(([, path]) => join(dirname(spec), `${path}.ts`));
  return [source, ...beside.filter((path) => existsSync(join(root, path))).map(textOf)].join('\n');
}

describe('the planted bugs', () => {
  it.each(mutants.map((mutant) => [mutant.id, mutant] as const))('%s still has its place in the code', (_, mutant) => {
    for (const planting of plantingsOf(mutant)) {
      const { text, found } = planted(planting);
      expect(found).toEqual(planting.edits.map(() => 1));
      expect(text).not.toBe(textOf(planting.file));
      expect(() => parseSync(text, { syntax: 'typescript', decorators: true, target: 'es2022' })).not.toThrow();
    }
  });

  it.each(mutants.map((mutant) => [mutant.id, mutant] as const))('%s has a test that is to find it', (_, mutant) => {
    expect([mutant.test, suiteOf(mutant.spec).includes(mutant.test)]).toEqual([mutant.test, true]);
    expect(mutant.test.length).toBeGreaterThan(10);
  });

  it('have ids of their own', () => {
    expect(new Set(mutants.map(({ id }) => id)).size).toBe(mutants.length);
  });

  it('cover every class of the catalogue, or a reason is written down', () => {
    const covered = new Set(mutants.map(({ id }) => id.split('.')[0] ?? id));
    const reasons = new Set(Object.keys(withoutMutants));
    expect(Object.keys(classes).filter((one) => !covered.has(one) && !reasons.has(one))).toEqual([]);
    expect([...reasons].filter((one) => covered.has(one))).toEqual([]);
  });
});
