import type { Browser, Page } from 'playwright-core';
import { chromiumHere, launchChromium } from '#test/chromium';
import { skipReason } from '#test/skips';
import { buildDashboard, startDesk, type DeskUnderTest } from './desk-under-test.js';
import { signInBehindTheScreen, walk, type Findings, type Journey, type Look } from './journeys.js';

export const START_MS = 300_000;
export const WALK_MS = 120_000;
export const PLAIN: Look = { scheme: 'light', language: 'en' };
const clean = { violations: [], consoleErrors: [] };

const here = await chromiumHere();

/** What a test in a browser has at hand; desk and browser are there while it runs. */
export class InBrowser {
  browser!: Browser;
  desk!: DeskUnderTest;

  /**
   * Walks and finds every screen it looks at accessible, and the console of the browser silent.
   * @param who is signed in before the first step; null for nobody
   */
  async cleanly(
    journey: (journey: Journey) => Promise<void>,
    look = PLAIN,
    who: string | null = 'nerea',
  ): Promise<void> {
    expect(await this.findings(journey, look, who)).toEqual(clean);
  }

  /** The same, where the browser says something of an answer that refuses, which is no fault. */
  async accessibly(
    journey: (journey: Journey) => Promise<void>,
    who: string | null = 'nerea',
    look = PLAIN,
  ): Promise<void> {
    expect((await this.findings(journey, look, who)).violations).toEqual([]);
  }

  /** Somebody else sits down at the same browser; what is on the screen is read anew. */
  async changeTo(page: Page, handle: string): Promise<void> {
    await signInBehindTheScreen(page, this.desk.url, this.desk.credentialsOf(handle));
    await page.reload();
    await page.locator('header .who', { hasText: this.desk.people.people.get(handle)?.name ?? handle }).waitFor();
  }

  private findings(journey: (journey: Journey) => Promise<void>, look: Look, who: string | null): Promise<Findings> {
    return walk(this.browser, this.desk.url, look, async (at) => {
      if (who !== null) await signInBehindTheScreen(at.page, at.baseUrl, this.desk.credentialsOf(who));
      await journey(at);
    });
  }
}

interface Described {
  readonly name: string;
  /** How many tests there are. */
  readonly tests: number;
}

/** Tests with a real browser; skipped, and said so, where there is none. */
export function describeWithBrowser({ name, tests }: Described, body: (browser: () => Browser) => void): void {
  if ('missing' in here) {
    skipReason(name, here.missing, tests);
    describe.skip(name, () => it.skip('needs a browser', () => undefined));
    return;
  }
  describe(name, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await launchChromium(here.path);
    }, START_MS);
    afterAll(() => browser.close());
    body(() => browser);
  });
}

/** The same, each test with a desk of its own over one build of the dashboard. */
export function describeInBrowser(
  { purpose, ...described }: Described & { readonly purpose: string },
  body: (at: InBrowser) => void,
): void {
  describeWithBrowser(described, (browser) => {
    const at = new InBrowser();
    let folder: string;
    beforeAll(async () => {
      folder = await buildDashboard(purpose);
      at.browser = browser();
    }, START_MS);
    beforeEach(async () => {
      at.desk = await startDesk(folder);
    });
    afterEach(() => at.desk.close());
    body(at);
  });
}
