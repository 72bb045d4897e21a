import type { Page, Problem } from '#contracts';
import { CommandFailed, exitCodes } from '../exit-codes.js';

/** The HTTP API of a running house; the command line reads and acts through it like the dashboard does. */
export class HouseApi {
  constructor(readonly url: string) {}

  async get<Answer>(path: string): Promise<Answer> {
    return this.answer<Answer>(await this.call(path, {}));
  }

  async post<Answer>(path: string, body: unknown): Promise<Answer> {
    const headers = { 'content-type': 'application/json', origin: this.url };
    return this.answer<Answer>(await this.call(path, { method: 'POST', headers, body: JSON.stringify(body) }));
  }

  /** Walks all pages of a list. */
  async *list<Row>(path: string): AsyncGenerator<Row> {
    let next: string | undefined;
    do {
      const cursor = next === undefined ? '' : `${path.includes('?') ? '&' : '?'}cursor=${encodeURIComponent(next)}`;
      const page: Page<Row> = await this.get(path + cursor);
      yield* page.rows;
      next = page.next;
    } while (next !== undefined);
  }

  private async call(path: string, init: RequestInit): Promise<Response> {
    try {
      return await fetch(this.url + path, init);
    } catch (error) {
      throw new CommandFailed(
        `no answer from ${this.url} (${(error as Error).message}); is the house up?`,
        exitCodes.environment,
      );
    }
  }

  private async answer<Answer>(response: Response): Promise<Answer> {
    if (response.ok) return (await response.json()) as Answer;
    const problem = (await response.json().catch(() => undefined)) as Problem | undefined;
    const faults = (problem?.errors ?? []).map(
      ({ field, value, rule, remedy }) => `\n  ${field} = ${value}: ${rule} ${remedy}`,
    );
    throw new CommandFailed(
      `${problem?.title ?? response.statusText}: ${problem?.detail ?? response.url}${faults.join('')}`,
      response.status === 404 || response.status === 422 ? exitCodes.usage : exitCodes.notRight,
    );
  }
}
