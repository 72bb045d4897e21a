import { parser } from '@prometheus-io/lezer-promql';
import type { SyntaxNode } from '@lezer/common';

/** A metric that an expression looks at, and the labels by which it picks. */
export interface Selector {
  readonly metric: string;
  readonly labels: readonly string[];
}

/** What an expression names. @throws Error where it cannot be read */
export function readExpression(expression: string): { selectors: Selector[]; grouping: string[] } {
  const selectors: Selector[] = [];
  const grouping: string[] = [];
  const textOf = ({ from, to }: SyntaxNode): string => expression.slice(from, to);
  parser.parse(expression).iterate({
    enter({ type, node }) {
      if (type.isError) throw new Error(`cannot be read at ${node.from}: ${expression}`);
      if (type.name === 'VectorSelector') {
        const metric = node.getChild('Identifier');
        if (!metric) throw new Error(`picks no metric: ${expression}`);
        selectors.push({ metric: textOf(metric), labels: labelsIn(node.getChild('LabelMatchers'), textOf) });
      }
      if (type.name === 'GroupingLabels') grouping.push(...labelsIn(node, textOf));
    },
  });
  return { selectors, grouping };
}

function labelsIn(node: SyntaxNode | null, textOf: (node: SyntaxNode) => string): string[] {
  const labels: string[] = [];
  node?.cursor().iterate((inner) => {
    if (inner.name === 'LabelName') labels.push(textOf(inner.node));
  });
  return labels;
}
