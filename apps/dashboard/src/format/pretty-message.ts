/**
 * Lays out a JSON message over lines without touching a single character of its values: it works on the text, because
 * parsing would round long numbers. Text that is no JSON comes back as it is.
 */
export function prettyMessage(text: string): string {
  if (!/^\s*[[{]/.test(text)) return text;
  const tokens = text.match(/"(?:[^"\\]|\\.)*"?|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
  let depth = 0;
  let output = '';
  const line = (): string => `\n${'  '.repeat(Math.max(0, depth))}`;
  for (const [index, token] of tokens.entries()) {
    const closesAtOnce = token === (tokens[index - 1] === '{' ? '}' : tokens[index - 1] === '[' ? ']' : undefined);
    if (token === '{' || token === '[') {
      depth += 1;
      output += token + (tokens[index + 1] === '}' || tokens[index + 1] === ']' ? '' : line());
    } else if (token === '}' || token === ']') {
      depth -= 1;
      output += (closesAtOnce ? '' : line()) + token;
    } else if (token === ',') output += token + line();
    else if (token === ':') output += ': ';
    else output += token;
  }
  return output;
}
