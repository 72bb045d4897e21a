import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { postingRules } from '#domain/ledger';

const SOURCE = 'apps/dashboard/src';
const SAID_ALOUD = ['aria-label', 'title', 'placeholder', 'alt', 'aria-description'];
/** Codes and signs that are the same in every language. */
const SAME_EVERYWHERE = ['ISIN', 'Enter', 'a', 'n', 'r', '±'];

type Words = { readonly [key: string]: string | Words };

const english = read('en');
const spanish = read('es');

describe('the words of the dashboard', () => {
  it('are the same keys in English and Spanish, but for the plurals a language has of its own', () => {
    const keys = (words: Words) => [...new Set(flat(words).map(withoutPlural))].sort();
    expect(keys(spanish)).toEqual(keys(english));
  });

  it('have every plural form their language asks for', () => {
    for (const [language, words] of [
      ['en', english],
      ['es', spanish],
    ] as const) {
      const forms = new Intl.PluralRules(language).resolvedOptions().pluralCategories;
      const counted = [
        ...new Set(
          flat(words)
            .filter((key) => withoutPlural(key) !== key)
            .map(withoutPlural),
        ),
      ];
      const all = new Set(flat(words));
      expect(counted.flatMap((key) => forms.map((form) => `${key}_${form}`)).filter((key) => !all.has(key))).toEqual(
        [],
      );
    }
  });

  it('name the same values in both languages', () => {
    const values = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name]) => name).sort();
    const differing = flat(english).filter(
      (key) =>
        at(spanish, key) !== undefined &&
        String(values(at(english, key) ?? '')) !== String(values(at(spanish, key) ?? '')),
    );
    expect(differing).toEqual([]);
  });

  it('exist for every key a screen asks for', () => {
    const known = new Set(flat(english).map(withoutPlural));
    const asked = sources().flatMap((file) =>
      [...readFileSync(file, 'utf8').matchAll(/\bt\(\s*'([\w.-]+)'/g)].map(([, key]) => key ?? ''),
    );
    expect(asked.length).toBeGreaterThan(150);
    expect([...new Set(asked)].filter((key) => !known.has(key))).toEqual([]);
  });

  it('name every input that a rule of the ledger speaks of', () => {
    const spoken = Object.values(postingRules).flatMap(({ sentence }) =>
      [...sentence.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''),
    );
    expect(spoken.length).toBeGreaterThan(30);
    const known = new Set(flat(english));
    expect([...new Set(spoken)].filter((name) => !known.has(`input.${name}`) && !known.has(`field.${name}`))).toEqual(
      [],
    );
  });

  it('are never written into a screen', () => {
    expect(sources().flatMap(wordsWrittenIn)).toEqual([]);
  });

  it('would be found if somebody wrote one into a screen', () => {
    expect(writtenWords('x.tsx', '<p title="Amount due">Settled {1}</p>')).toEqual([
      'x.tsx: Amount due',
      'x.tsx: Settled',
    ]);
  });
});

function read(language: string): Words {
  return JSON.parse(readFileSync(`${SOURCE}/language/${language}.json`, 'utf8')) as Words;
}

function flat(words: Words, before = ''): string[] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string' ? [before + key] : flat(value, `${before}${key}.`),
  );
}

function at(words: Words, key: string): string | undefined {
  const found = key
    .split('.')
    .reduce<string | Words | undefined>((value, part) => (typeof value === 'object' ? value[part] : undefined), words);
  return typeof found === 'string' ? found : undefined;
}

function withoutPlural(key: string): string {
  return key.replace(/_(one|many|other)$/, '');
}

function sources(): string[] {
  return readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name) && !name.endsWith('.spec.ts'))
    .map((name) => join(SOURCE, name));
}

function wordsWrittenIn(file: string): string[] {
  return writtenWords(file, readFileSync(file, 'utf8'));
}

function writtenWords(file: string, text: string): string[] {
  const found: string[] = [];
  const note = (words: string): void => {
    const plain = words.trim();
    if (/\p{L}/u.test(plain) && !SAME_EVERYWHERE.includes(plain) && !/^&\w+;$/.test(plain))
      found.push(`${file}: ${plain}`);
  };
  const visit = (node: ts.Node): void => {
    if (ts.isJsxText(node)) note(node.text);
    if (
      ts.isJsxAttribute(node) &&
      SAID_ALOUD.includes(node.name.getText()) &&
      node.initializer &&
      ts.isStringLiteral(node.initializer)
    )
      note(node.initializer.text);
    node.forEachChild(visit);
  };
  visit(
    ts.createSourceFile(
      file,
      text,
      ts.ScriptTarget.Latest,
      true,
      file.endsWith('.tsx') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
    ),
  );
  return found;
}
