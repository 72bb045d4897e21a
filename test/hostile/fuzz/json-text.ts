/** JSON before it is written: unlike a value it can hold a name twice, and tokens that are no JSON. */
export type JsonNode =
  | { readonly kind: 'object'; readonly members: (readonly [name: string, node: JsonNode])[] }
  | { readonly kind: 'array'; readonly items: JsonNode[] }
  | { readonly kind: 'token'; readonly text: string };

export const token = (text: string): JsonNode => ({ kind: 'token', text });

export function nodeOf(value: unknown): JsonNode {
  if (Array.isArray(value)) return { kind: 'array', items: value.map(nodeOf) };
  if (typeof value !== 'object' || value === null) return token(JSON.stringify(value));
  return { kind: 'object', members: Object.entries(value).map(([name, field]) => [name, nodeOf(field)]) };
}

export function jsonText(node: JsonNode): string {
  switch (node.kind) {
    case 'token':
      return node.text;
    case 'array':
      return `[${node.items.map(jsonText).join()}]`;
    case 'object':
      return `{${node.members.map(([name, field]) => `${JSON.stringify(name)}:${jsonText(field)}`).join()}}`;
  }
}

/** A place in the tree, as the container that holds it and its index there. */
export interface Place {
  readonly holder: Extract<JsonNode, { kind: 'object' | 'array' }>;
  readonly index: number;
}

/** Every place below the root, parents before children. */
export function placesIn(root: JsonNode): Place[] {
  const places: Place[] = [];
  const walk = (node: JsonNode): void => {
    if (node.kind === 'token') return;
    const below = node.kind === 'array' ? node.items : node.members.map(([, field]) => field);
    below.forEach((one, index) => {
      places.push({ holder: node, index });
      walk(one);
    });
  };
  walk(root);
  return places;
}

export function nodeAt({ holder, index }: Place): JsonNode {
  const node = holder.kind === 'array' ? holder.items[index] : holder.members[index]?.[1];
  if (!node) throw new Error(`nothing stands at ${index}`);
  return node;
}

export function putAt({ holder, index }: Place, node: JsonNode): void {
  if (holder.kind === 'array') holder.items[index] = node;
  else holder.members[index] = [holder.members[index]?.[0] ?? '', node];
}
