import { headsIn, NoteRejected, readCheckpoint } from '#formats/checkpoint';
import type { Transaction } from '#platform/database';
import type { Findings } from '../evidence/findings.js';
import { hasSeal, sealsIn } from '../evidence/sealed-rows.js';

interface Kept {
  readonly checkpoint_no: string;
  readonly business_date: string | null;
  readonly size: string;
  readonly root: Buffer;
  readonly note: string;
}

const textOf = (note: string): string => note.slice(0, note.lastIndexOf('\n\n') + 1);

/**
 * The books still hold what every checkpoint said: at each of its heads the chain has the hash that was signed. So a tail that
 * was cut, or a chain that was written anew, shows even where the heads of the chains were changed with it.
 */
export async function checkCheckpoints(tx: Transaction, findings: Findings): Promise<void> {
  const kept = await tx.rows<Kept>(
    'select checkpoint_no::text, business_date::text, size::text, root, note from ledger.checkpoint c order by c.checkpoint_no',
  );
  for (const one of kept) {
    const name = `checkpoint ${one.checkpoint_no}${one.business_date === null ? '' : ` of ${one.business_date}`}`;
    try {
      const { size, root, extensions } = readCheckpoint(textOf(one.note));
      if (size !== BigInt(one.size) || !root.equals(one.root))
        findings.add('(all books)', null, `${name} is kept with another size or root than it says`);
      await checkHeads(tx, findings, name, headsIn(extensions));
      for (const seal of sealsIn(extensions))
        if (!(await hasSeal(tx, seal)))
          findings.add('(all books)', null, `${seal.table} ${seal.number} is not the one that ${name} signed`);
    } catch (error) {
      if (!(error instanceof NoteRejected)) throw error;
      findings.add('(all books)', null, `${name} cannot be read: ${error.message}`);
    }
  }
}

async function checkHeads(
  tx: Transaction,
  findings: Findings,
  name: string,
  heads: ReturnType<typeof headsIn>,
): Promise<void> {
  const off = await tx.rows<{ book: string; sequence: string; there: boolean }>(
    `select said.book, said.sequence::text, j.hash is not null as there
     from unnest($1::text[], $2::bigint[], $3::text[]) as said(book, sequence, hash)
     left join ledger.journal j on j.book = said.book and j.sequence = said.sequence
     where encode(j.hash, 'hex') is distinct from said.hash order by said.book`,
    [
      heads.map(({ book }) => book),
      heads.map(({ sequence }) => sequence.toString()),
      heads.map(({ hash }) => hash.toString('hex')),
    ],
  );
  for (const { book, sequence, there } of off)
    findings.add(
      book,
      sequence,
      there ? `the chain is not the one that ${name} signed` : `is gone, and ${name} signed it`,
    );
}
