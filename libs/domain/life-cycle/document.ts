import { FINAL, states } from './states.js';
import { legalSteps, transitions } from './transitions.js';

/** The life cycle as a page: picture and table, generated so that it cannot differ from the code. */
export function lifeCycleDocument(): string {
  const arrows = new Map<string, string[]>();
  for (const { from, to, id } of legalSteps()) {
    const key = `${from} --> ${to}`;
    arrows.set(key, [...(arrows.get(key) ?? []), id]);
  }
  const list = (names: readonly string[]): string => (names.length === 0 ? '–' : names.join(', '));
  return [
    '# Life cycle of a trade',
    '',
    'Generated from `libs/domain/life-cycle`; the databases of intake and settlement refuse every other step.',
    '',
    '```mermaid',
    'stateDiagram-v2',
    '  [*] --> CAPTURED: L1',
    ...[...arrows].map(([arrow, ids]) => `  ${arrow}: ${ids.join(' ')}`),
    ...FINAL.map((state) => `  ${state} --> [*]`),
    '```',
    '',
    `States: ${states.join(', ')}.`,
    '',
    '| # | from | event | to | guard | effect |',
    '|---|---|---|---|---|---|',
    ...transitions.map(
      ({ id, from, to, event, guard, effect }) =>
        `| ${[id, list(from), event, list(to), guard || '–', effect || '–'].join(' | ')} |`,
    ),
    '',
  ].join('\n');
}
