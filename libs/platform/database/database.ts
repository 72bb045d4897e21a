import { DataSource, type QueryRunner } from 'typeorm';

/** Statements on one connection. */
export interface Transaction {
  /** Runs one statement and gives the rows it returns. */
  rows<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]>;
  /** Runs one statement and gives how many rows it touched. */
  execute(sql: string, parameters?: readonly unknown[]): Promise<number>;
}

/** A connection held for longer than a transaction, for locks that belong to the session. */
export interface Session extends Transaction {
  release(): Promise<void>;
}

interface StructuredResult {
  readonly records: unknown[];
  readonly affected?: number;
}

function statementsOn(runner: QueryRunner): Transaction {
  const run = async (sql: string, parameters: readonly unknown[] = []): Promise<StructuredResult> => {
    refuseMissing(parameters);
    return (await runner.query(sql, parameters as unknown[], true)) as StructuredResult;
  };
  return {
    rows: async <Row>(sql: string, parameters?: readonly unknown[]) => (await run(sql, parameters)).records as Row[],
    execute: async (sql, parameters) => (await run(sql, parameters)).affected ?? 0,
  };
}

/** The driver would send null for undefined, so that a forgotten id quietly becomes a condition of its own. */
function refuseMissing(parameters: readonly unknown[]): void {
  for (const [index, value] of parameters.entries())
    if (value === undefined || (Array.isArray(value) && value.includes(undefined)))
      throw new TypeError(`parameter $${index + 1} is undefined: say null where nothing is meant`);
}

/** One service's connections, under its own role; every statement outside `transaction` commits by itself. */
export class Database implements Transaction {
  constructor(private readonly source: DataSource) {}

  rows<Row>(sql: string, parameters?: readonly unknown[]): Promise<Row[]> {
    return this.withRunner((tx) => tx.rows<Row>(sql, parameters));
  }

  execute(sql: string, parameters?: readonly unknown[]): Promise<number> {
    return this.withRunner((tx) => tx.execute(sql, parameters));
  }

  /** Commits when `work` resolves, rolls back when it throws. READ COMMITTED. */
  async transaction<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const runner = this.source.createQueryRunner();
    try {
      await runner.startTransaction('READ COMMITTED');
      try {
        const result = await work(statementsOn(runner));
        await runner.commitTransaction();
        return result;
      } catch (error) {
        // A connection that died during the statement cannot roll back; the server has done it already.
        await runner.rollbackTransaction().catch(() => undefined);
        throw error;
      }
    } finally {
      await runner.release();
    }
  }

  async session(): Promise<Session> {
    const runner = this.source.createQueryRunner();
    await runner.connect();
    const statements = statementsOn(runner);
    return {
      ...statements,
      async release() {
        // The connection goes back to the pool and lives on; its locks must not.
        await statements.execute('select pg_advisory_unlock_all()').catch(() => undefined);
        await runner.release();
      },
    };
  }

  async close(): Promise<void> {
    if (this.source.isInitialized) await this.source.destroy();
  }

  private async withRunner<Result>(work: (tx: Transaction) => Promise<Result>): Promise<Result> {
    const runner = this.source.createQueryRunner();
    try {
      return await work(statementsOn(runner));
    } finally {
      await runner.release();
    }
  }
}
