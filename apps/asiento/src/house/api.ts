import type { Page, Problem, SessionView } from '#contracts';
import { signNote, theMachine, type Asked } from '#platform/identity';
import { CommandFailed, exitCodes } from '../exit-codes.js';

/** What a browser would keep of a session. */
export interface SignedIn {
  readonly cookie: string;
  readonly csrf: string;
}

/** The house has refused; `code` names the kind of problem. */
export class HouseRefused extends CommandFailed {
  constructor(
    readonly code: string | undefined,
    message: string,
    exitCode: number,
  ) {
    super(message, exitCode);
  }
}

export interface Session {
  readonly view: SessionView;
  readonly session: SignedIn;
}

/** The HTTP API of a running house; the command line reads and acts through it like the dashboard does. */
export class HouseApi {
  /** @param proof headers by which the gateway knows who asks for that */
  private constructor(
    readonly url: string,
    private readonly proof: (asked: Asked) => Readonly<Record<string, string>>,
  ) {}

  /** Asks as the machine of the house: reads what an auditor reads, and founds the house. */
  static ofMachine(url: string, peopleKey: Buffer): HouseApi {
    return new HouseApi(url, (asked) => ({
      authorization: `Asiento ${signNote(theMachine, asked, peopleKey, Date.now())}`,
    }));
  }

  /**
   * Signs a person in, as the dashboard does.
   * @throws CommandFailed when it is refused, or a code is needed
   */
  static signIn(
    url: string,
    asking: { readonly handle: string; readonly password: string; readonly code?: string },
  ): Promise<Session> {
    return HouseApi.ofNobody(url).renew('/api/gateway/session', asking);
  }

  /** Takes an invitation up: the person chooses a password and is signed in. */
  static accept(url: string, token: string, password: string): Promise<Session> {
    const path = `/api/gateway/invitations/${encodeURIComponent(token)}/accept`;
    return HouseApi.ofNobody(url).renew(path, { password });
  }

  private static ofNobody(url: string): HouseApi {
    return new HouseApi(url, () => ({}));
  }

  /** Asks as a person who has signed in. */
  static ofPerson(url: string, { cookie, csrf }: SignedIn): HouseApi {
    return new HouseApi(url, () => ({ cookie, 'x-asiento-csrf': csrf }));
  }

  async get<Answer>(path: string): Promise<Answer> {
    return this.answer<Answer>(await this.ask(path, {}));
  }

  async post<Answer>(path: string, body: unknown): Promise<Answer> {
    return this.answer<Answer>(await this.ask(path, posting(this.url, body)));
  }

  /** Does what changes the session; what comes back is to be used from then on. */
  async renew(path: string, body: unknown): Promise<Session> {
    const response = await this.ask(path, posting(this.url, body));
    const view = await this.answer<SessionView>(response);
    const given = response.headers.getSetCookie().map((cookie) => cookie.split(';', 1)[0] ?? '');
    const kept = this.proof({ method: 'POST', path })['cookie'] ?? '';
    return { view, session: { cookie: given.length > 0 ? given.join('; ') : kept, csrf: view.csrf } };
  }

  async delete(path: string): Promise<void> {
    const response = await this.ask(path, { method: 'DELETE', headers: { origin: this.url } });
    if (!response.ok) await this.answer(response);
  }

  /** Whether nobody has been invited yet. */
  async withoutPeople(): Promise<boolean> {
    const response = await HouseApi.ofNobody(this.url).ask('/api/gateway/session', {});
    return ((await response.json()) as Problem).code === 'first-person-needed';
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

  /** Asks as whoever this is; the answer is as it came. @throws CommandFailed when there is none */
  async ask(path: string, init: RequestInit): Promise<Response> {
    // As it travels: a quote in a query is written as %27 on the way, and a proof is good for that.
    const { href, pathname, search } = new URL(this.url + path);
    try {
      const headers = { ...init.headers, ...this.proof({ method: init.method ?? 'GET', path: pathname + search }) };
      return await fetch(href, { ...init, headers });
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
    throw new HouseRefused(
      problem?.code,
      `${problem?.title ?? response.statusText}: ${problem?.detail ?? response.url}${faults.join('')}`,
      response.status === 404 || response.status === 422 ? exitCodes.usage : exitCodes.notRight,
    );
  }
}

const posting = (url: string, body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json', origin: url },
  body: JSON.stringify(body),
});
