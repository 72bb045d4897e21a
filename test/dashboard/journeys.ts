import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';

/** What a journey needs: any running house will do, the fake one of the tests or a real demo. */
export interface Journey {
  readonly page: Page;
  /** Origin of the gateway, for example `http://127.0.0.1:4000`. */
  readonly baseUrl: string;
  /** Looks at the screen as it is now: takes a picture and asks axe. */
  readonly look: (name: string) => Promise<void>;
}

export interface Look {
  readonly scheme: 'light' | 'dark';
  readonly language: 'en' | 'es';
}

/** What a walk found wrong: accessibility violations and errors on the browser's console. Both empty when all is well. */
export interface Findings {
  readonly violations: string[];
  readonly consoleErrors: string[];
}

const SCREENSHOTS = '.cache/screenshots';
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// No measure of speed: a test beside others may wait long for its turn.
const WAIT_MS = 30_000;

/** Opens a window onto a house, walks, and says what was wrong on the way. Pictures go to `.cache/screenshots`. */
export async function walk(
  browser: Browser,
  baseUrl: string,
  { scheme, language }: Look,
  journey: (journey: Journey) => Promise<void>,
): Promise<Findings> {
  const context: BrowserContext = await browser.newContext({
    viewport: { width: 1440, height: 900 },
    colorScheme: scheme,
    locale: language,
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(WAIT_MS);
  const page = await context.newPage();
  const findings: Findings = { violations: [], consoleErrors: [] };
  page.on('console', (message) => {
    if (message.type() === 'error') findings.consoleErrors.push(message.text());
  });
  page.on('pageerror', (error) => findings.consoleErrors.push(error.message));
  mkdirSync(SCREENSHOTS, { recursive: true });
  const look = async (name: string): Promise<void> => {
    await page.screenshot({ path: join(SCREENSHOTS, `${name}-${scheme}-${language}.png`) });
    const { violations } = await new AxeBuilder({ page })
      .options({ resultTypes: ['violations'], runOnly: RULES })
      // Without frames one run says it all; the other way takes four times as long.
      .setLegacyMode(true)
      .analyze();
    for (const { id, nodes } of violations)
      findings.violations.push(
        `${name} (${scheme}, ${language}): ${id} at ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
      );
  };
  try {
    await journey({ page, baseUrl, look });
  } finally {
    await context.close();
  }
  return findings;
}

/**
 * From the board to a posting and its raw message and back, over all five screens, with the keyboard only.
 * @throws Error when a step does not lead where it should.
 */
export async function fromBoardToPostingAndBack({ page, baseUrl, look }: Journey): Promise<void> {
  await page.goto(baseUrl);
  await page.locator('.figure').first().waitFor();
  await page.locator('[data-queues], .empty').first().waitFor();
  await look('board');

  await chord(page, 't');
  await arrive(page, '/trades');
  await page.locator('[role=grid] tbody [role=row]').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await expectFocusIn(page, '[role=grid] tr[aria-rowindex="3"]');
  await page.locator('.drawer h2').waitFor();
  await look('trades');
  const tradeId = await page.locator('.drawer h2').innerText();

  await page.keyboard.press('Enter');
  await page.locator('.track').waitFor();
  expectPath(page, `/trades/${encodeURIComponent(tradeId)}`);
  await look('trade');
  await page.keyboard.press('m');
  await page.locator('pre.raw').waitFor();
  await look('trade-message');
  await page.keyboard.press('Backspace');
  await page.locator(`[role=grid] tr.open`).waitFor();
  await expectFocusIn(page, '[role=grid] tr.open');

  for (const [key, screen, detail] of QUEUES) await lookAtQueue({ page, baseUrl, look }, key, screen, detail);

  await chord(page, 'l');
  await arrive(page, '/ledger');
  await page.locator('[data-accounts] tfoot').waitFor();
  await look('ledger');
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.locator('[role=grid] tbody [role=row]').first().waitFor();
  await page.keyboard.press('j');
  await page.locator('.drawer .formula').waitFor();
  await look('postings');
  await page.keyboard.press('Enter');
  await page.locator('[data-journal]').waitFor();
  await page.locator('[data-reversals]').waitFor();
  await look('journal');
  await page.keyboard.press('o');
  await page.locator('.track').waitFor();
  await page.locator('.posting').first().waitFor();
  await page.keyboard.press('j');
  await expectFocusIn(page, '.posting');
  await page.locator('.formula').waitFor();
  await look('posting');

  await chord(page, 'b');
  await arrive(page, '/');
  await page.locator('.figure').first().waitFor();
  expectPath(page, '/');
}

const QUEUES = [
  ['k', 'breaks', 'break'],
  ['d', 'disputes', null],
  ['s', 'failing', null],
  ['x', 'exceptions', null],
  ['r', 'repair', 'repair-message'],
] as const;

/** A queue may be empty, which is good news; then there is nothing to open. */
async function lookAtQueue({ page, look }: Journey, key: string, screen: string, detail: string | null): Promise<void> {
  await chord(page, key);
  await arrive(page, `/${screen}`);
  await page.locator('[role=grid] tbody [role=row], .blotter-rows .empty').first().waitFor();
  const rows = await page.locator('[role=grid] tbody [role=row]').count();
  if (rows > 0) {
    await page.keyboard.press('j');
    await expectFocusIn(page, '[role=grid] tr.open');
  }
  await look(screen);
  if (detail === null || rows === 0) return;
  await page.keyboard.press('Enter');
  await page.locator('.split').waitFor();
  await look(detail);
  await page.keyboard.press('Backspace');
  await arrive(page, `/${screen}`);
}

/**
 * Signs somebody in without the screen, so that a journey can begin at its own first step.
 * @throws Error when the house refuses
 */
export async function signInBehindTheScreen(
  page: Page,
  baseUrl: string,
  who: { readonly handle: string; readonly password: string; readonly code?: string },
): Promise<void> {
  const answer = await page.request.post(`${baseUrl}/api/gateway/session`, { data: who });
  if (!answer.ok()) throw new Error(`${who.handle} was not let in: ${answer.status()} ${await answer.text()}`);
}

/** Types handle and password and sends them with Enter. */
export async function typeCredentials(
  page: Page,
  { handle, password }: { readonly handle: string; readonly password: string },
): Promise<void> {
  await page.locator('input[autocomplete=username]').fill(handle);
  await page.locator('input[autocomplete=current-password]').fill(password);
  await page.keyboard.press('Enter');
}

/** Proposes that one side of the first break whose sides differ stands; answers with who the screen says has proposed it. */
export async function proposeFirstSide({ page, baseUrl, look }: Journey, side: 'front' | 'middle'): Promise<string> {
  await page.goto(`${baseUrl}/breaks?kind=economics`);
  await page.locator('[role=grid] tbody [role=row]').first().waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await page.locator('.sides-choice').waitFor();
  await page.locator(`.sides-choice input[value=${side}]`).focus();
  await page.keyboard.press('Space');
  await page.keyboard.press('Tab');
  await page.keyboard.type('Confirmed by the desk in writing');
  await look('break-ready');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const waits = page.locator('[data-waits=waiting] [data-shown]');
  await waits.waitFor();
  await look('break-proposed');
  return waits.innerText();
}

export async function chord(page: Page, key: string): Promise<void> {
  await page.keyboard.press('g');
  await page.keyboard.press(key);
}

/** The address changes first and the screen a moment later; keys pressed in between would still belong to the old one. */
export async function arrive(page: Page, screen: string): Promise<void> {
  await page.locator(`main[data-screen="${screen}"]`).waitFor();
}

export async function expectFocusIn(page: Page, selector: string): Promise<void> {
  await until(page, `document.activeElement?.closest(${JSON.stringify(selector)}) != null`);
}

/** Waits from outside: what waits inside the page is evaluated there, which the policy of the desk forbids. */
export async function until(page: Page, condition: string): Promise<void> {
  for (const end = Date.now() + WAIT_MS; !(await page.evaluate<boolean>(condition)); await page.waitForTimeout(20))
    if (Date.now() > end) throw new Error(`not so after ${WAIT_MS} ms: ${condition}`);
}

function expectPath(page: Page, path: string): void {
  const { pathname } = new URL(page.url());
  if (pathname !== path) throw new Error(`expected to be at ${path}, not at ${pathname}`);
}
