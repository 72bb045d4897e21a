import { holds, type Accounting } from '#apps/asiento';
import { Database, type Transaction } from '#platform/database';
import { playedDay } from '#test/played-day';

const TRADES = 60;

/** Taken for one that passes by itself, so that the service tries again and does not give up. */
class Planted extends Error {
  override readonly name = 'Planted';
  readonly code = '40001';
}

/** The pauses between tries double: after so many in a row the next transaction is let through. */
const MOST_IN_A_ROW = 5;
const inARow = new Map<string, number>();

/** Statements after which a transaction has been made to fail already, by service and text. */
const failed = new Set<string>();
const changed: string[] = [];

/** Whose connections they are is told by the name under which they were opened. */
const serviceOf = (database: Database): string =>
  (
    (database as unknown as { source: { options: { applicationName?: string } } }).source.options.applicationName ?? ''
  ).replace('asiento-', '');

/** Wraps what a transaction can do, so that it fails once after each of its statements, when that has been carried out. */
function failing(tx: Transaction, service: string): Transaction {
  const after = async <Result>(sql: string, work: Promise<Result>): Promise<Result> => {
    const result = await work;
    const name = `${service}: ${sql.replaceAll(/\$\d+|\d+|\s+/g, ' ')}`;
    const before = inARow.get(service) ?? 0;
    if (failed.has(name) || before >= MOST_IN_A_ROW) return result;
    failed.add(name);
    inARow.set(service, before + 1);
    throw new Planted(name);
  };
  return {
    rows: <Row>(sql: string, parameters?: readonly unknown[]) => after(sql, tx.rows<Row>(sql, parameters)),
    execute: (sql, parameters) => after(sql, tx.execute(sql, parameters)),
  };
}

/** Every row of every table of a service, read on the side. */
async function rowsOf(admin: Database, service: string): Promise<string> {
  const tables = await admin.rows<{ sql: string }>(
    `select format('%I.%I', n.nspname, c.relname) as sql from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname = $1 order by 1`,
    [service],
  );
  const [row] = await admin.rows<{ digest: string }>(
    `select md5(concat_ws(';', ${tables
      .map(({ sql }) => `(select md5(string_agg(t::text, e'\\n' order by t::text)) from ${sql} t)`)
      .join(', ')})) as digest`,
  );
  return row?.digest ?? '';
}

describe('a day on which every transaction of every service fails once after each of its statements', () => {
  let undisturbed: Accounting;
  let disturbed: Accounting;

  beforeAll(async () => {
    undisturbed = await playedDay(TRADES, () => Promise.resolve(() => Promise.resolve()));
    const transaction = Database.prototype.transaction;
    disturbed = await playedDay(TRADES, ({ house }) => {
      const services = new Set(house.services.map(({ definition }) => definition.name));
      Database.prototype.transaction = async function <Result>(
        this: Database,
        work: (tx: Transaction) => Promise<Result>,
      ): Promise<Result> {
        const service = serviceOf(this);
        if (!services.has(service)) return transaction.call(this, work) as Promise<Result>;
        const before = await rowsOf(house.admin, service);
        try {
          const result = (await transaction.call(this, (tx) => work(failing(tx, service)))) as Result;
          inARow.delete(service);
          return result;
        } catch (error) {
          if (error instanceof Planted && (await rowsOf(house.admin, service)) !== before) changed.push(error.message);
          throw error;
        }
      };
      return Promise.resolve(() => {
        Database.prototype.transaction = transaction;
        return Promise.resolve();
      });
    });
    process.stderr.write(`failures planted: ${failed.size}\n`);
  }, 900_000);

  it('happened in each of them', () => {
    const services = new Set([...failed].map((name) => name.split(':')[0]));
    expect([...services].sort()).toEqual(
      expect.arrayContaining(['confirmation', 'intake', 'ledger', 'reconciliation', 'settlement', 'units']),
    );
    expect(failed.size).toBeGreaterThan(60);
  });

  it('leaves every table as it was, each time', () => {
    expect(changed).toEqual([]);
  });

  it('ends with the same trades, positions and books', () => {
    expect(disturbed.stateDigest).toBe(undisturbed.stateDigest);
    expect(disturbed.ledgerRoot).toBe(undisturbed.ledgerRoot);
    expect(disturbed.trades).toEqual(undisturbed.trades);
    expect(holds(disturbed)).toBe(true);
  });
});
