const LOOK_MS = 50;

/** Looks at the memory of this process while work runs: the peak of the whole process would be that of whatever ran before. */
export async function withPeakRss<Result>(work: () => Promise<Result>): Promise<[Result, peakRssMiB: number]> {
  let peak = process.memoryUsage.rss();
  const timer = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, LOOK_MS);
  try {
    return [await work(), Math.round(peak / 2 ** 20)];
  } finally {
    clearInterval(timer);
  }
}
