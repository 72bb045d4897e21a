import type { Page } from 'playwright-core';
import { describeInBrowser, WALK_MS } from './in-browser.js';
import { until, type Look } from './journeys.js';
import { acrossTheLedger, figuresOf } from './ledger-journeys.js';

describeInBrowser({ name: 'the ledger in a browser', purpose: 'ledger-under-test', tests: 9 }, (at) => {
  it.each<Look>([
    { scheme: 'light', language: 'en' },
    { scheme: 'dark', language: 'es' },
  ])(
    'leads over reports, comparison, journal and months by keyboard, accessible and without an error ($scheme, $language)',
    async (look) => {
      await at.cleanly(acrossTheLedger, look);
    },
    WALK_MS,
  );

  it(
    'fixes a report at this moment, says so with the way to make it again, and leaves it alone whatever is posted later',
    async () => {
      await at.cleanly(async ({ page, baseUrl, look }) => {
        await page.goto(`${baseUrl}/ledger?currency=EUR`);
        const before = await figuresOf(page);
        await page.getByRole('button', { name: 'Fix this moment' }).press('Enter');
        await page.waitForURL(/asAt=2026-06-17T17%3A00%3A00.000000Z/);
        const note = page.locator('[data-fixed]');
        expect(await note.innerText()).toContain('This report is fixed.');
        expect(await note.innerText()).toContain(
          '/api/ledger/trial-balance?accounting=TDA&asAt=2026-06-17T17%3A00%3A00.000000Z',
        );
        await look('ledger-fixed');
        postLater();
        await page.reload();
        expect(await figuresOf(page)).toBe(before);
        await page.getByRole('button', { name: 'Back to live' }).click();
        await note.waitFor({ state: 'detached' });
        expect(await figuresOf(page)).not.toBe(before);
      });
    },
    WALK_MS,
  );

  it(
    'says in the field what the ledger cannot use, shows no figures meanwhile, and makes the report once it is corrected',
    async () => {
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.goto(`${baseUrl}/ledger?asAt=2030-01-01T00:00:00Z`);
        const field = page.getByLabel('As known at');
        await page.locator('.field.asAt [role=alert]').waitFor();
        expect(await field.getAttribute('aria-invalid')).toBe('true');
        expect(await page.locator('.field.asAt').innerText()).toContain('must be a moment that has passed');
        expect(await page.getByLabel('Days up to').getAttribute('aria-invalid')).toBe('false');
        expect(await page.locator('[data-accounts]').count()).toBe(0);
        await look('ledger-refused');
        await field.fill('2026-06-17T16:02:00Z');
        await field.press('Enter');
        await page.locator('[data-accounts] tfoot').waitFor();
        await page.getByLabel('Days up to').fill('yesterday');
        await page.getByRole('button', { name: 'Show' }).click();
        await page.locator('.field.asOf [role=alert]').waitFor();
      });
    },
    WALK_MS,
  );

  it(
    'lists behind a balance exactly the postings that make it, in the accounting, to the day and as known at the moment asked for',
    async () => {
      await at.cleanly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/ledger?currency=GBP&asOf=2026-06-16&asAt=2026-06-17T16:02:00Z`);
        await page.locator('[data-accounts] tfoot').waitFor();
        for (const accounting of ['TDA', 'SDA']) {
          await page.locator(`input[value=${accounting}]`).press('Space');
          await page.locator('[data-report]', { hasText: `(${accounting})` }).waitFor();
          const rows = page.locator('[data-accounts] tbody th a');
          // No share had settled by the sixteenth, so the settlement date knows none.
          expect((await rows.count()) > 0).toBe(accounting === 'TDA');
          if (accounting === 'SDA') continue;
          // What was due on that day was paid later, so later postings of the account have to be left out.
          await rows.filter({ hasText: '1200' }).press('Enter');
          const [balance, sums] = await balanceAndSums(page);
          expect(balance).not.toBe(0n);
          expect(sums).toBe(balance);
          expect(await page.locator('.totals').innerText()).toContain('outside this report left out');
          await page.keyboard.press('Backspace');
          await page.locator('[data-accounts] tfoot').waitFor();
        }
      });
    },
    WALK_MS,
  );

  it(
    'compares both accountings at one moment, account by account, and proves that the difference sums to zero',
    async () => {
      await at.cleanly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/ledger/accountings?currency=EUR`);
        const table = page.locator('[data-comparison]');
        await table.locator('tfoot').waitFor();
        expect(await table.locator('tfoot .zero').count()).toBe(3);
        expect(await page.locator('[data-report]').innerText()).toContain('as known at 2026-06-17T17:00:00.000000Z');
        const nostro = table.locator('tbody tr', { hasText: '1010' });
        expect(await nostro.locator('td').last().innerText()).toBe('–');
        await page.keyboard.press('d');
        await page.waitForURL(/only=differences/);
        await nostro.waitFor({ state: 'detached' });
        await table.locator('tr', { hasText: '1100' }).locator('td a').nth(1).click();
        await page.locator('[data-report]', { hasText: 'Settlement date (SDA)' }).waitFor();
      });
    },
    WALK_MS,
  );

  it(
    'leads from the timeline of a trade to the journal, to what reversed it, and back to where the reader was',
    async () => {
      await at.cleanly(async ({ page, baseUrl, look }) => {
        await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
        await page.goto(`${baseUrl}/trades/FO-000005`);
        const link = page.locator('.journal-links a').first();
        const id = await link.getAttribute('id');
        await link.press('Enter');
        const journalId = await page.locator('[data-journal]').getAttribute('data-journal');
        expect(id).toBe(`step-${journalId ?? ''}`);
        await page.getByRole('button', { name: 'Copy: Journal id' }).press('Enter');
        await page.getByText('Copied').waitFor();
        expect(await page.evaluate<string>('navigator.clipboard.readText()')).toBe(journalId);
        const reversals = page.locator('[data-reversals]');
        await reversals.getByText('Reversed, effective').waitFor();
        await look('journal-reversed');
        await reversals.getByRole('link').press('Enter');
        await reversals.getByRole('link', { name: journalId ?? '' }).waitFor();
        await reversals.getByRole('link', { name: journalId ?? '' }).press('Enter');
        await page.locator(`[data-journal="${journalId ?? ''}"]`).waitFor();
        await page.keyboard.press('Backspace');
        await until(page, `document.activeElement?.id === ${JSON.stringify(id)}`);
      });
    },
    WALK_MS,
  );

  it(
    'keeps every screen within the window at 200 % zoom',
    async () => {
      await at.cleanly(async ({ page, baseUrl, look }) => {
        await page.setViewportSize({ width: 640, height: 450 });
        const journalId = at.desk.services.world.journals[0]?.journalId ?? '';
        for (const [path, ready] of [
          ['/ledger?asAt=2026-06-17T16:02:00Z', '[data-accounts] tfoot'],
          ['/ledger/accountings', '[data-comparison] tfoot'],
          ['/ledger/postings?account=1010&currency=EUR', '[role=grid] tbody [role=row]'],
          [`/ledger/journals/${journalId}`, '[data-journal]'],
          ['/ledger/periods', '[data-months]'],
        ] as const) {
          await page.goto(baseUrl + path);
          await page.locator(ready).first().waitFor();
          expect([path, await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')]).toEqual([
            path,
            0,
          ]);
          await look(`zoomed-${path.split(/[/?]/).slice(1, 3).join('-')}`);
        }
      });
    },
    WALK_MS,
  );

  it(
    'names who decided and who approved a journal, and says plainly of a rule that nobody had to',
    async () => {
      const [first] = at.desk.services.world.journals;
      if (first) at.desk.services.world.journals[0] = { ...first, actor: 'ana', approver: 'luis' };
      await at.cleanly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/ledger/journals/${first?.journalId ?? ''}`);
        const people = page.locator('.panel', { hasText: 'Who decided' });
        expect(await people.locator('.kv').innerText()).toMatch(/Decided by\s+ana\s+Approved by\s+luis/);
        await page.goto(`${baseUrl}/ledger/journals/${at.desk.services.world.journals[1]?.journalId ?? ''}`);
        await people.getByText('Nobody had to decide or approve.').waitFor();
      });
    },
    WALK_MS,
  );

  /** Somebody posts once more what was posted first. */
  function postLater(): void {
    const { journals } = at.desk.services.world;
    const [first] = journals.filter(({ postings }) => postings.some(({ debit }) => debit?.currency === 'EUR'));
    if (first)
      journals.push({ ...first, journalId: 'later', sequence: '99999', recordedAt: '2026-06-17T17:00:01.000Z' });
  }
});

/** What the report says the balance is, and what the postings listed below it sum to, both in minor units. */
async function balanceAndSums(page: Page): Promise<readonly [bigint, bigint]> {
  await page.locator('.totals b.num').nth(1).waitFor();
  const minor = (text: string): bigint => BigInt(text.replace(/\D/g, ''));
  const balance = await page.locator('[data-balance]').innerText();
  const [debit = '', credit = ''] = await page.locator('.totals b.num').allInnerTexts();
  return [minor(balance) * (balance.includes('C') ? -1n : 1n), minor(debit) - minor(credit)];
}
