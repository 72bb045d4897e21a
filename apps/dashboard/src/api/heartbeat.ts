/** When the house last answered anything; the whole desk shows one freshness. */
let lastAnswerAt = Date.now();
const listeners = new Set<() => void>();

export function noteAnswer(): void {
  lastAnswerAt = Date.now();
  for (const listener of listeners) listener();
}

export function lastAnswer(): number {
  return lastAnswerAt;
}

export function onAnswer(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
