import type { Page } from 'playwright-core';
import { arrive, chord, expectFocusIn, type Journey } from './journeys.js';

/** Over the screens of controllers and auditors with the keyboard only; each is looked at. */
export async function acrossTheLedger({ page, baseUrl, look }: Journey): Promise<void> {
  await page.goto(baseUrl);
  await page.locator('.figure').first().waitFor();
  await chord(page, 'l');
  await arrive(page, '/ledger');
  await page.locator('[data-accounts] tfoot').waitFor();
  await page.keyboard.press('a');
  await page.waitForURL(/accounting=SDA/);
  await page.locator('[data-accounts] tfoot').waitFor();
  await page.locator('.field.asOf input').fill('2026-06-17');
  await page.locator('.field.asAt input').fill('2026-06-17T16:03:00Z');
  await page.locator('.field.asAt input').press('Enter');
  await page.locator('[data-fixed]').waitFor();
  await page.locator('[data-accounts] tfoot').waitFor();
  await look('ledger-as-at');

  await page.locator('.screen-tabs a').nth(1).press('Enter');
  await arrive(page, '/ledger/accountings');
  await page.locator('[data-comparison] tfoot').waitFor();
  await page.locator('[data-fixed]').waitFor();
  await look('accountings');
  await page.keyboard.press('Backspace');
  await arrive(page, '/ledger');

  await page.locator('[data-accounts] tfoot').waitFor();
  await page.keyboard.press('j');
  await page.keyboard.press('Enter');
  await arrive(page, '/ledger/postings');
  await page.locator('[role=grid] tbody [role=row]').first().waitFor();
  await page.keyboard.press('j');
  await page.locator('.drawer .formula').waitFor();
  await page.keyboard.press('Enter');
  await arrive(page, '/ledger/journals/$journalId');
  await page.locator('[data-fact] a').first().waitFor();
  await page.keyboard.press('j');
  await expectFocusIn(page, '[data-fact]');
  await look('journal-of-report');
  await page.keyboard.press('Backspace');
  await arrive(page, '/ledger/postings');
  await expectFocusIn(page, '[role=grid] tr.open');

  await chord(page, 'p');
  await arrive(page, '/ledger/periods');
  await page.locator('[data-months] tbody tr').first().waitFor();
  await page.locator('[data-readiness=blocked]').waitFor();
  await look('periods');
  await page.keyboard.press('j');
  await page.keyboard.press('j');
  await page.locator('[data-readiness=ready]').waitFor();
  await page.keyboard.press('p');
  await expectFocusIn(page, '[data-propose]');
  await look('periods-ready');
}

/** Everything the trial balance shows, once it is there. */
export async function figuresOf(page: Page): Promise<string> {
  await page.locator('[data-accounts] tfoot').waitFor();
  return page.locator('[data-accounts]').innerText();
}
