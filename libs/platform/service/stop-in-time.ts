/** Longer no batch should take; what ends a process from outside (containers here: after 60 s) should wait longer than this. */
const LONGEST_STOP_MS = 30_000;
/** Ended before the batch at hand was done: it is rolled back, and handled again after the next start. */
const CUT_SHORT = 1;

/** Stops in order. A second signal, or a stop that takes too long, ends the process at once; nothing is lost by that either. */
export async function stopInTime(stop: () => Promise<void>, onLate: () => void = () => undefined): Promise<void> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(CUT_SHORT));
  setTimeout(() => {
    onLate();
    process.exit(CUT_SHORT);
  }, LONGEST_STOP_MS).unref();
  await stop();
}
