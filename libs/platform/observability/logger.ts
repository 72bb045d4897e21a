import type { LoggerService } from '@nestjs/common';
import { pino, type DestinationStream, type Logger } from 'pino';

/** JSON lines on standard error; level by `LOG_LEVEL`. Secrets and bodies of messages never enter the log. */
export function createLogger(
  name: string,
  level = process.env['LOG_LEVEL'] ?? 'info',
  into: DestinationStream = pino.destination(2),
): Logger {
  return pino(
    {
      name,
      level,
      redact: [
        ...['password', 'url', 'authorization', 'body'].flatMap((secret) => [secret, `*.${secret}`]),
        // What a statement was given, and the row that it would have written: trades and clients in full.
        ...['parameters', 'detail', 'driverError.parameters', 'driverError.detail'].map((values) => `err.${values}`),
      ],
    },
    into,
  );
}

/** Nest's log lines in the same form. */
export function nestLogger(logger: Logger): LoggerService {
  const line =
    (level: 'info' | 'error' | 'warn' | 'debug' | 'trace') =>
    (message: unknown, ...details: unknown[]) =>
      logger[level]({ details: details.filter((detail) => typeof detail === 'string') }, String(message));
  return { log: line('debug'), error: line('error'), warn: line('warn'), debug: line('debug'), verbose: line('trace') };
}
