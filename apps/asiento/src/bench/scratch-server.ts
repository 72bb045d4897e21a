import { randomUUID } from 'node:crypto';
import {
  adminUrlOf,
  openDatabase,
  startEmbeddedPostgres,
  type Database,
  type DatabaseAddress,
} from '#platform/database';

/** A server on which databases come and go; the house's own data is never touched. */
export class ScratchServer {
  private readonly names: string[] = [];

  private constructor(
    readonly adminUrl: string,
    readonly admin: Database,
    private readonly leave: () => Promise<void>,
  ) {}

  /** The given server, `DATABASE_URL` unless told, else the embedded one over `folder`. */
  static async open(
    folder: string,
    onProgress: (step: string) => void,
    given = process.env['DATABASE_URL'],
  ): Promise<ScratchServer> {
    const postgres = given ? undefined : await startEmbeddedPostgres({ folder, onProgress });
    const adminUrl = given ?? postgres?.url ?? '';
    const admin = await openDatabase({ url: adminUrl, applicationName: 'asiento-bench', poolSize: 1 });
    return new ScratchServer(adminUrl, admin, async () => {
      if (postgres && !postgres.attached) await postgres.stop();
    });
  }

  /** Name of a database that does not exist yet; it is dropped at the end, whoever creates it. */
  reserve(): DatabaseAddress {
    const database = `bench_${randomUUID().replaceAll('-', '').slice(0, 16)}`;
    this.names.push(database);
    return { adminUrl: this.adminUrl, database };
  }

  /** A copy of a database to which nobody is connected. */
  async copyOf({ database: template }: DatabaseAddress): Promise<DatabaseAddress> {
    const address = this.reserve();
    await this.admin.execute(`create database ${address.database} template ${template}`);
    return address;
  }

  async drop({ database }: DatabaseAddress): Promise<void> {
    await this.admin.execute(`drop database if exists ${database} with (force)`);
    this.names.splice(this.names.indexOf(database), 1);
  }

  /** What was written before must not be paid for by what is measured next. */
  async settle(): Promise<void> {
    await this.admin.execute('checkpoint');
  }

  async close(): Promise<void> {
    for (const database of [...this.names]) await this.drop({ adminUrl: this.adminUrl, database });
    await this.admin.close();
    await this.leave();
  }
}

/** One connection as the administrator of a scratch database. */
export async function asAdmin<Result>(
  address: DatabaseAddress,
  work: (db: Database) => Promise<Result>,
): Promise<Result> {
  const db = await openDatabase({ url: adminUrlOf(address), applicationName: 'asiento-bench', poolSize: 1 });
  try {
    return await work(db);
  } finally {
    await db.close();
  }
}
