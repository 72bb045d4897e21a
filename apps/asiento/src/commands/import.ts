import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Table from 'cli-table3';
import { Command, Option } from 'commander';
import { decode, encode, frontOfficeTrade, UnreadableMessage, type Fault, type ParkedDetail } from '#contracts';
import { readFpml } from '#formats/fpml';
import { dateFormats, readTradeCsv, type TradeCsvOptions } from '#formats/trade-csv';
import { readJsonLines } from '#formats/trade-json-lines';
import type { FileRow } from '#formats/trade-file';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import { houseDatabase } from '../house/data-folder.js';
import { dataOption } from '../house/database.js';
import type { House } from '../house/house.js';
import { openHouse } from '../house/open-house.js';

interface ImportOptions {
  readonly data: string;
  readonly json: boolean;
  readonly dateFormat: TradeCsvOptions['dateFormat'];
  readonly portfolio: string;
  readonly counterparty?: string;
  readonly ourParty?: string;
}

interface RowReport {
  readonly file: string;
  readonly line: number;
  readonly tradeId: string | null;
  outcome: 'taken' | 'duplicate' | 'refused';
  faults: readonly Fault[];
  readonly remarks: readonly string[];
}

export function importCommand(): Command {
  return dataOption(new Command('import'))
    .argument('<file...>', 'FpML 5 (.xml), trade CSV (.csv) or JSON lines (.jsonl, .ndjson)')
    .description('read trades from files, send them as front-office events, and report row by row what became of them')
    .addOption(
      new Option('--date-format <format>', 'form of the dates in CSV files; never guessed')
        .choices([...dateFormats])
        .default('YYYY-MM-DD'),
    )
    .option('--portfolio <name>', 'portfolio of rows that name none', 'IMPORTED')
    .option('--counterparty <code>', 'counterparty of rows that name none')
    .option(
      '--our-party <id>',
      'identifier by which FpML documents name us (default: the party whose trade id comes first)',
    )
    .option('--json', 'machine-readable output', false)
    .action(importFiles);
}

const PATIENCE_MS = 60_000;
const CHUNK = 500;

async function importFiles(files: string[], options: ImportOptions): Promise<void> {
  for (const file of files)
    if (!(await stat(file).catch(() => undefined))?.isFile())
      throw new CommandFailed(`${file} is not a file`, exitCodes.usage);
  const house = await openHouse({
    dataFolder: options.data,
    database: houseDatabase,
    onProgress: () => undefined,
  });
  try {
    const reports: RowReport[] = [];
    for (const file of files) reports.push(...(await importFile(house, file, options)));
    if (options.json) process.stdout.write(`${JSON.stringify(reports)}\n`);
    else print(reports);
    if (reports.some(({ outcome }) => outcome === 'refused'))
      throw new CommandFailed('some rows were refused', exitCodes.notRight);
  } finally {
    await house.stop();
  }
}

async function importFile(house: House, file: string, options: ImportOptions): Promise<RowReport[]> {
  const reports: RowReport[] = [];
  const name = basename(file);
  let chunk: { report: RowReport; body: string; tradeId: string }[] = [];
  const flush = async (): Promise<void> => {
    await send(house, chunk);
    chunk = [];
  };
  for await (const row of rowsOf(file, options)) {
    if (row.kind === 'refused') {
      reports.push({
        file: name,
        line: row.line,
        tradeId: row.tradeId,
        outcome: 'refused',
        faults: row.faults,
        remarks: [],
      });
      continue;
    }
    const report: RowReport = {
      file: name,
      line: row.line,
      tradeId: String(row.event['tradeId'] ?? ''),
      outcome: 'taken',
      faults: [],
      remarks: row.remarks,
    };
    reports.push(report);
    try {
      const event = decode(frontOfficeTrade, JSON.stringify(row.event));
      chunk.push({ report, body: encode(frontOfficeTrade, event), tradeId: event.tradeId });
    } catch (error) {
      if (!(error instanceof UnreadableMessage)) throw error;
      report.outcome = 'refused';
      report.faults = error.faults;
    }
    if (chunk.length === CHUNK) await flush();
  }
  await flush();
  return reports;
}

function rowsOf(file: string, options: ImportOptions): AsyncIterable<FileRow> {
  const defaults = {
    portfolio: options.portfolio,
    sourceSystem: 'file-import',
    ...(options.counterparty ? { counterparty: options.counterparty } : {}),
  };
  switch (extname(file).toLowerCase()) {
    case '.xml':
      return readFpml(createReadStream(file), {
        ...defaults,
        ...(options.ourParty ? { ourParty: options.ourParty } : {}),
      });
    case '.csv':
      return readTradeCsv(createReadStream(file), { ...defaults, dateFormat: options.dateFormat });
    case '.jsonl':
    case '.ndjson':
      return readJsonLines(createReadStream(file));
    default:
      throw new CommandFailed(`${file}: the ending says nothing; use .xml, .csv, .jsonl or .ndjson`, exitCodes.usage);
  }
}

/** Sends a stretch and asks intake what became of each: captured, known already, or in the repair queue with its reason. */
async function send(
  house: House,
  chunk: readonly { report: RowReport; body: string; tradeId: string }[],
): Promise<void> {
  if (chunk.length === 0) return;
  const known = await capturedOf(
    house,
    chunk.map(({ tradeId }) => tradeId),
  );
  const time = new Date().toISOString();
  await house.bus.send(chunk.map(({ body, tradeId }) => ({ topic: frontOfficeTrade.topic, key: tradeId, time, body })));
  for (const until = Date.now() + PATIENCE_MS; (await house.backlog()) > 0; await sleep(50))
    if (Date.now() > until)
      throw new CommandFailed(
        'the services do not keep up; what was sent will still be handled',
        exitCodes.environment,
      );
  const now = await capturedOf(
    house,
    chunk.map(({ tradeId }) => tradeId),
  );
  const parked = await parkedOf(
    house,
    chunk.map(({ tradeId }) => tradeId),
  );
  for (const { report, body, tradeId } of chunk) {
    const faults = parked.get(`${tradeId}|${body}`);
    if (faults) {
      report.outcome = 'refused';
      report.faults = faults;
    } else if (known.has(tradeId) && now.has(tradeId)) report.outcome = 'duplicate';
  }
}

async function capturedOf({ admin }: House, tradeIds: readonly string[]): Promise<Set<string>> {
  const rows = await admin.rows<{ trade_id: string }>(
    `select trade_id from intake.trade_version where side = 'front' and trade_id = any($1)`,
    [tradeIds],
  );
  return new Set(rows.map(({ trade_id }) => trade_id));
}

async function parkedOf({ admin }: House, keys: readonly string[]): Promise<Map<string, ParkedDetail['faults']>> {
  const rows = await admin.rows<{ key: string; body: string; faults: ParkedDetail['faults'] }>(
    `select key, body, faults from intake.parked_message where state = 'parked' and topic = $1 and key = any($2)`,
    [frontOfficeTrade.topic, keys],
  );
  return new Map(rows.map(({ key, body, faults }) => [`${key}|${body}`, faults]));
}

function print(reports: readonly RowReport[]): void {
  const table = new Table({
    head: ['file', 'line', 'trade', 'outcome', 'field', 'value', 'rule or remark'],
    colWidths: [null, null, null, null, null, null, 60],
    wordWrap: true,
    style: { head: [] },
  });
  for (const { file, line, tradeId, outcome, faults, remarks } of reports) {
    const [first] = faults;
    table.push([
      file,
      line,
      tradeId ?? '',
      outcome,
      first?.field ?? '',
      first?.value ?? '',
      first ? `${first.rule}. ${first.remedy}` : remarks.join('. '),
    ]);
  }
  const count = (wanted: string): number => reports.filter(({ outcome }) => outcome === wanted).length;
  process.stdout.write(
    `${table.toString()}\n${count('taken')} taken, ${count('duplicate')} duplicate, ${count('refused')} refused\n`,
  );
}
