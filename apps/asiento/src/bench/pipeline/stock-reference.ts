import { execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { adminUrlOf } from '#platform/database';
import type { KafkaSettings } from '#platform/messaging';
import { packageRoot } from '../../house/data-folder.js';
import type { ScratchServer } from '../scratch-server.js';

/** What the reference says of itself; see `test/bench/stock`. */
export interface StockFigures {
  readonly trades: number;
  readonly seconds: number;
  readonly tradesPerSecond: number;
  readonly journals: number;
  readonly postings: number;
  readonly peakRssMiB: number;
}

const SOURCES = join('test', 'bench', 'stock');
const COMPILER = join(packageRoot, 'node_modules', '@swc', 'cli', 'bin', 'swc.js');
const COMPILED = join(packageRoot, '.cache', 'bench');

/** Why the reference cannot be played here, or undefined if it can. */
export function stockMissing(): string | undefined {
  if (!existsSync(join(packageRoot, SOURCES)))
    return 'the stock reference is part of the sources, not of the installed package';
  if (!existsSync(COMPILER))
    return 'the stock reference is compiled with the development packages, which are not installed';
  return undefined;
}

/** Plays the same number of trades through the stock reference: a process of its own, the same server and broker. */
export async function playStockReference(
  server: ScratchServer,
  kafka: KafkaSettings,
  trades: number,
): Promise<StockFigures> {
  await promisify(execFile)(process.execPath, [COMPILER, SOURCES, '-d', COMPILED, '--extensions', '.ts', '--quiet'], {
    cwd: packageRoot,
  });
  const address = server.reserve();
  await server.admin.execute(`create database ${address.database}`);
  await server.settle();
  try {
    const { brokers, sasl, tls } = kafka;
    const child = fork(join(COMPILED, SOURCES, 'main.js'), {
      execArgv: ['--max-semi-space-size=64', '--enable-source-maps'],
      stdio: ['ignore', process.stderr, process.stderr, 'ipc'],
      env: {
        ...process.env,
        STOCK_DATABASE_URL: adminUrlOf(address),
        STOCK_KAFKA: JSON.stringify({ brokers, sasl, ssl: tls ?? false }),
        STOCK_TRADES: String(trades),
      },
    });
    const ended = once(child, 'exit').then(([code]) => {
      throw new Error(`the stock reference ended with code ${code} and told no figures`);
    });
    const [figures] = (await Promise.race([once(child, 'message'), ended])) as [StockFigures];
    await ended.catch(() => undefined);
    return figures;
  } finally {
    await server.drop(address);
  }
}
