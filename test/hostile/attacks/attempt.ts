import pg from 'pg';
import type { Attack } from './statements.js';

/** Codes with which the server says that something is not allowed, and those of the books' own guards. */
const GUARD = /^(42501|LG0\d\d)$/;

export interface Attempt {
  readonly role: string;
  readonly attack: Attack;
  /** Whoever answered with a warning has done nothing: what guards the books must be found as it was. */
  readonly outcome: 'refused' | 'warned' | 'went through' | 'failed otherwise';
  readonly said: string;
}

/** One role's connection. */
export class Attacker {
  private constructor(
    readonly role: string,
    private readonly client: pg.Client,
    private readonly warnings: string[],
  ) {}

  static async connect(role: string, url: string): Promise<Attacker> {
    const client = new pg.Client({ connectionString: url, application_name: 'attack' });
    const warnings: string[] = [];
    client.on('notice', ({ severity, code, message }) => {
      if (severity === 'WARNING') warnings.push(`${code} ${message}`);
    });
    await client.connect();
    return new Attacker(role, client, warnings);
  }

  /** Nothing is rolled back here that the server would let stand: the books themselves must tell what became of them. */
  async attempt(attack: Attack): Promise<Attempt> {
    this.warnings.length = 0;
    try {
      // One message, and so one transaction of their own, however many statements it has.
      await this.client.query(attack.statements.join(';\n'));
      return this.told(attack, this.warnings.length > 0 ? 'warned' : 'went through', this.warnings.join('; '));
    } catch (error) {
      const { code = '', message } = error as { code?: string; message: string };
      return this.told(attack, GUARD.test(code) ? 'refused' : 'failed otherwise', `${code} ${message}`);
    }
  }

  end(): Promise<void> {
    return this.client.end();
  }

  private told(attack: Attack, outcome: Attempt['outcome'], said: string): Attempt {
    return { role: this.role, attack, outcome, said };
  }
}
