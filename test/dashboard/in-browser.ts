import type { Browser } from 'playwright-core';
import { chromiumHere, launchChromium } from '#test/chromium';
import { skipReason } from '#test/skips';
import { buildDashboard, startDesk, type DeskUnderTest } from './desk-under-test.js';
import { walk, type Journey, type Look } from './journeys.js';

const START_MS = 300_000;
export const WALK_MS = 120_000;
export const PLAIN: Look = { scheme: 'light', language: 'en' };
export const clean = { violations: [], consoleErrors: [] };

const here = await chromiumHere();

/** What a test in a browser has at hand; desk and browser are there while it runs. */
export class InBrowser {
  browser!: Browser;
  desk!: DeskUnderTest;

  /** Walks and finds every screen it looks at accessible, and the console of the browser silent. */
  async cleanly(journey: (journey: Journey) => Promise<void>, look = PLAIN): Promise<void> {
    expect(await walk(this.browser, this.desk.url, look, journey)).toEqual(clean);
  }

  /** The same, where the browser says something of an answer that refuses, which is no fault. */
  async accessibly(journey: (journey: Journey) => Promise<void>): Promise<void> {
    expect((await walk(this.browser, this.desk.url, PLAIN, journey)).violations).toEqual([]);
  }
}

/**
 * Tests in a real browser, each with a desk of its own over one build of the dashboard; skipped, and said so, where there is
 * no browser.
 * @param tests how many there are
 */
export function describeInBrowser(
  { name, purpose, tests }: { readonly name: string; readonly purpose: string; readonly tests: number },
  body: (at: InBrowser) => void,
): void {
  if ('missing' in here) skipReason(name, here.missing, tests);
  ('missing' in here ? describe.skip : describe)(name, () => {
    const at = new InBrowser();
    let folder: string;
    beforeAll(async () => {
      if ('missing' in here) return;
      folder = await buildDashboard(purpose);
      at.browser = await launchChromium(here.path);
    }, START_MS);
    afterAll(() => at.browser?.close());
    beforeEach(async () => {
      at.desk = await startDesk(folder);
    });
    afterEach(() => at.desk.close());
    body(at);
  });
}
