import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { execFile } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { CapsuleImpossible, exportCapsule, UnsoundBooks, verifyLedger, type LedgerFault } from '#apps/ledger';
import { verifierSource } from '#formats/audit-capsule';
import { NoteRejected } from '#formats/checkpoint';
import { adminUrlOf, openDatabase, type Database, type DatabaseAddress, type Transaction } from '#platform/database';
import { houseKey } from '#test/small-books';
import { tamperWith } from '#test/tampering';

export interface Verdicts {
  readonly faults: readonly LedgerFault[];
  /** What the auditor's verifier said, or why no capsule could be made; null where it holds. */
  readonly capsule: string | null;
}

type Message = (topic: string, offset: bigint) => Buffer | undefined;

/** Sound books that nobody is connected to, and copies of them in which something is changed. */
export class BooksUnderAttack {
  private constructor(
    private readonly sound: DatabaseAddress,
    private readonly message: Message,
    private readonly lastDay: string,
    private readonly folder: string,
  ) {}

  static async of(sound: DatabaseAddress, message: Message, lastDay: string): Promise<BooksUnderAttack> {
    const folder = await mkdtemp(join(tmpdir(), 'tampered-'));
    await writeFile(join(folder, 'verify.mjs'), await verifierSource());
    return new BooksUnderAttack(sound, message, lastDay, folder);
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true });
  }

  /** What both verifiers, or that of the books alone, say of a copy in which a superuser has done this. */
  async afterwards(work: (tx: Transaction) => Promise<unknown>, audited = true): Promise<Verdicts> {
    const database = `tampered_${randomBytes(6).toString('hex')}`;
    const copy = { adminUrl: this.sound.adminUrl, database };
    await this.administer(`create database ${database} template ${this.sound.database}`);
    const superuser = await openDatabase({ url: adminUrlOf(copy), applicationName: 'test', poolSize: 2 });
    try {
      await tamperWith(superuser, work);
      const { faults } = await verifyLedger(superuser);
      return { faults, capsule: audited ? await this.audit(superuser, join(this.folder, database)) : null };
    } finally {
      await superuser.close();
      await this.administer(`drop database ${database} with (force)`);
    }
  }

  /** Of the days whose checkpoints were signed before; signed now is only the list of its files. */
  private async audit(db: Database, folder: string): Promise<string | null> {
    try {
      await exportCapsule(db, {
        folder,
        entity: 'Casa de Prueba',
        createdAt: '2026-07-02T08:00:00.000Z',
        signer: houseKey,
        from: null,
        to: this.lastDay,
        readMessages: (topic, _, offsets) =>
          Promise.resolve(
            offsets.flatMap((offset) => {
              const bytes = this.message(topic, offset);
              return bytes ? [{ offset, bytes }] : [];
            }),
          ),
      });
    } catch (error) {
      // Books so broken that they cannot be written down.
      if (error instanceof CapsuleImpossible || error instanceof UnsoundBooks || error instanceof NoteRejected)
        return error.message;
      if ((error as { driverError?: unknown }).driverError !== undefined) return (error as Error).message;
      throw error;
    }
    try {
      return await new Promise<string | null>((resolve) => {
        execFile(
          process.execPath,
          [join(this.folder, 'verify.mjs'), folder, '--key', houseKey.text],
          { env: {} },
          (error, said) => resolve(error ? said : null),
        );
      });
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  private async administer(statement: string): Promise<void> {
    const client = new pg.Client({ connectionString: this.sound.adminUrl });
    await client.connect();
    try {
      await client.query(statement);
    } finally {
      await client.end();
    }
  }
}
