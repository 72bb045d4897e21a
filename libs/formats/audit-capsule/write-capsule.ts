import { readFile } from 'node:fs/promises';
import { noteVerifier, openCheckpoint, signNote } from '#formats/checkpoint';
import { SealedFolder, type FileSummary } from '#formats/sealed-folder';
import type { CapsuleContent, CapsuleJournal } from './capsule-content.js';
import {
  accountLine,
  approvalLine,
  balanceLine,
  journalLine,
  openingLine,
  ruleLine,
  sourceLine,
} from './capsule-lines.js';
import { capsuleReadme } from './capsule-readme.js';

export const CAPSULE_FORM = 'asiento.audit-capsule.v1';

/** What a capsule says of itself, in `manifest.json`. */
export interface CapsuleManifest {
  readonly form: typeof CAPSULE_FORM;
  readonly origin: string;
  readonly entity: string;
  readonly createdAt: string;
  readonly journals: number;
  readonly postings: number;
  /** Of all journals, in minor units. */
  readonly totals: readonly { readonly currency: string; readonly debit: string; readonly credit: string }[];
  readonly files: readonly FileSummary[];
}

/**
 * Writes a capsule into a new folder. Nothing is checked but the signatures of the checkpoints: checking is what the verifier
 * in it does, and it does so for whoever receives it. Memory does not grow with the journals.
 * @throws FolderInUse, NoteRejected when a checkpoint is not one of this ledger and key, or what the file system says
 */
export async function writeCapsule(folder: string, content: CapsuleContent): Promise<CapsuleManifest> {
  const checkpoints = [...content.checkpoints];
  const verifier = noteVerifier(content.signer.text);
  for (const note of checkpoints) openCheckpoint(note, content.origin, [verifier]);
  const sealed = await SealedFolder.begin(folder);
  try {
    const manifest = await writeFiles(sealed, content, checkpoints);
    await sealed.seal();
    return manifest;
  } catch (error) {
    await sealed.abandon();
    throw error;
  }
}

async function writeFiles(
  sealed: SealedFolder,
  content: CapsuleContent,
  checkpoints: readonly string[],
): Promise<CapsuleManifest> {
  const { origin, entity, createdAt, signer, onProgress } = content;
  const all = async <Item>(
    name: string,
    items: Iterable<Item> | AsyncIterable<Item>,
    text: (item: Item) => string,
  ): Promise<void> => {
    const file = await sealed.create(name);
    for await (const item of items) await file.write(text(item), 1);
  };
  const whole = (name: string, text: string): Promise<void> => all(name, [text], (given) => given);
  await whole('README.md', capsuleReadme(content));
  await whole('verify.mjs', await verifierSource());
  await whole('public-key.txt', `${signer.text}\n`);
  for (const [index, note] of checkpoints.entries())
    await whole(`checkpoint-${String(index + 1).padStart(4, '0')}.txt`, note);
  await all('accounts.jsonl', content.accounts, accountLine);
  await all('rules.jsonl', content.rules, ruleLine);
  await all('openings.jsonl', content.openings, openingLine);
  const counts = new Counts();
  await all('journals.jsonl', content.journals, (journal) => {
    counts.add(journal);
    onProgress?.(counts.journals);
    return journalLine(journal);
  });
  await all('sources.jsonl', content.sources, sourceLine);
  await all('approvals.jsonl', content.approvals, approvalLine);
  await all('trial-balance.jsonl', content.balances, balanceLine);
  const files = await sealed.close();
  const manifest = { form: CAPSULE_FORM, origin, entity, createdAt, ...counts.summary(), files } as const;
  await whole('manifest.json', `${JSON.stringify(manifest, null, 2)}\n`);
  const sha256 = (await sealed.close()).at(-1)?.sha256 ?? '';
  await whole('manifest.note', signNote(`${CAPSULE_FORM}\n${sha256}\n`, [signer]));
  return manifest;
}

/** The verifier, as it stands in every capsule. */
export function verifierSource(): Promise<string> {
  return readFile(new URL('./verify.mjs', import.meta.url), 'utf8');
}

class Counts {
  journals = 0;
  private postings = 0;
  private readonly sums = new Map<string, { debit: bigint; credit: bigint }>();

  add({ postings }: CapsuleJournal): void {
    this.journals += 1;
    this.postings += postings.length;
    for (const { currency, minorUnits } of postings) {
      const units = BigInt(minorUnits);
      let sum = this.sums.get(currency);
      if (!sum) this.sums.set(currency, (sum = { debit: 0n, credit: 0n }));
      if (units > 0n) sum.debit += units;
      else sum.credit -= units;
    }
  }

  summary(): Pick<CapsuleManifest, 'journals' | 'postings' | 'totals'> {
    const totals = [...this.sums]
      .sort(([one], [other]) => (one < other ? -1 : 1))
      .map(([currency, { debit, credit }]) => ({ currency, debit: `${debit}`, credit: `${credit}` }));
    return { journals: this.journals, postings: this.postings, totals };
  }
}
