import 'reflect-metadata';
import { playStock } from './play.js';
import type { KafkaClient } from './services.js';

/** Runs as a process of its own: told by the environment, tells its parent the figures. */
const figures = await playStock({
  databaseUrl: process.env['STOCK_DATABASE_URL'] ?? '',
  kafka: JSON.parse(process.env['STOCK_KAFKA'] ?? '{}') as KafkaClient,
  trades: Number.parseInt(process.env['STOCK_TRADES'] ?? '0', 10),
  onProgress: (step) => void process.stderr.write(`stock reference: ${step}\n`),
});
process.send?.(figures);
process.disconnect?.();
process.exit();
