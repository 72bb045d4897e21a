import { describeInBrowser, WALK_MS } from './in-browser.js';
import { fromBoardToPostingAndBack, proposeFirstSide, until, type Look } from './journeys.js';

describeInBrowser({ name: 'the desk in a browser', purpose: 'under-test', tests: 13 }, (at) => {
  it.each<Look>([{ scheme: 'dark', language: 'es' }])(
    'leads from the board to a posting and back by keyboard, accessible and without an error ($scheme, $language)',
    async (look) => {
      await at.cleanly(fromBoardToPostingAndBack, look);
    },
    WALK_MS,
  );

  it(
    'ends a break when a clerk proposes a side and an approver agrees, each with a reason and a name',
    async () => {
      await at.cleanly(async (journey) => {
        const { page } = journey;
        expect(await proposeFirstSide(journey, 'front')).toContain('nerea');
        await at.changeTo(page, 'luis');
        await page.locator('[data-decide] textarea').fill('The ticket says so');
        await page.getByRole('button', { name: 'Approve', exact: true }).press('Enter');
        await page.locator('[role=status] .pill', { hasText: 'Front office accepted' }).waitFor();
        expect(await page.locator('.decisions').innerText()).toMatch(/nerea[^]*approved by luis/);
        await page.keyboard.press('n');
        await page.locator('.sides-choice').waitFor();
      });
      const closed = [...at.desk.services.world.breaks.values()].filter(({ state }) => state === 'closed');
      expect(closed).toMatchObject([
        {
          outcome: 'accepted-front',
          decisions: [{ actor: 'nerea', approver: 'luis', reason: 'Confirmed by the desk in writing' }],
        },
      ]);
    },
    WALK_MS,
  );

  it(
    'sends a rejected instruction again when two people say so, and takes it off the list',
    async () => {
      await at.cleanly(async ({ page, baseUrl, look }) => {
        await page.goto(`${baseUrl}/exceptions?kind=rejected`);
        await page.locator('[role=grid] tbody [role=row]').first().waitFor();
        await page.keyboard.press('j');
        await page.getByLabel('Reason').fill('The account has been opened');
        await look('exception-ready');
        await page.getByRole('button', { name: 'Propose to send again' }).press('Enter');
        await page.locator('[data-waits=waiting]').waitFor();
        expect(at.desk.services.world.exceptions.some(({ resendable }) => resendable)).toBe(true);
        await at.changeTo(page, 'luis');
        await page.locator('[data-decide] textarea').fill('I have seen the new account');
        await look('exception-waits');
        await page.getByRole('button', { name: 'Approve', exact: true }).press('Enter');
        await page.locator('[data-decided]', { hasText: 'is sent again' }).waitFor();
        await page.locator('.blotter-rows .empty', { hasText: 'No exception at any custodian' }).waitFor();
      });
      expect(at.desk.services.world.exceptions.some(({ resendable }) => resendable)).toBe(false);
    },
    WALK_MS,
  );

  it(
    'says why an act is off, and keeps it reachable',
    async () => {
      const breakId = [...at.desk.services.world.breaks.keys()][0] ?? '';
      await at.accessibly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/breaks/${breakId}`);
        const accept = page.locator('.btn.main');
        await accept.focus();
        expect(await accept.getAttribute('aria-disabled')).toBe('true');
        expect(await page.locator('.why').innerText()).toContain('the role of clerk has it');
        await accept.press('Enter');
        await at.changeTo(page, 'nerea');
        await page.locator('.why', { hasText: 'Choose which side stands' }).waitFor();
      }, 'luis');
      expect(at.desk.services.world.breaks.get(breakId)?.state).toBe('open');
    },
    WALK_MS,
  );

  it(
    'shows the faults of an approved repair that is refused again, keeps the message, and takes the right one',
    async () => {
      const parked = [...at.desk.services.world.parked.values()].find(({ kind }) => kind === 'parked');
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.goto(`${baseUrl}/repair/${parked?.parkedMessageId ?? ''}`);
        const editor = page.locator('textarea.body');
        const original = await editor.inputValue();
        const wrong = original.replace('"-500"', '"500"').replace('"ES0199901002"', '""');
        await editor.fill(wrong);
        await page.getByLabel('Reason').fill('Sign corrected, asked the desk');
        const propose = page.getByRole('button', { name: 'Propose to resubmit' });
        const approve = page.getByRole('button', { name: 'Approve', exact: true });
        await propose.press('Enter');
        await page.locator('[data-waits=waiting]').waitFor();
        await at.changeTo(page, 'luis');
        await page.locator('[data-decide] textarea').fill('Looks right to me');
        await approve.press('Enter');
        await page.locator('[role=alert]', { hasText: 'refused again' }).waitFor();
        await look('repair-refused');
        expect(await page.locator('[data-waits] .faults, .faults').first().innerText()).toContain(
          'An ISIN has twelve characters.',
        );
        await at.changeTo(page, 'ingrid');
        await editor.fill(original.replace('"-500"', '"500"'));
        await page.getByLabel('Reason').fill('Sign corrected, the ISIN left as it was');
        await propose.press('Enter');
        await page.locator('[data-waits=waiting]').waitFor();
        await at.changeTo(page, 'luis');
        await page.locator('[data-decide] textarea').fill('Right this time');
        await approve.press('Enter');
        await page.locator('[role=status] .pill', { hasText: 'Resubmitted' }).waitFor();
      }, 'ingrid');
      expect(at.desk.services.world.parked.get(parked?.parkedMessageId ?? '')).toMatchObject({
        state: 'resubmitted',
        decisions: [
          { actor: 'ingrid', approver: 'luis' },
          { actor: 'ingrid', approver: 'luis', outcome: 'used, 1 message' },
        ],
      });
    },
    WALK_MS,
  );

  it(
    'counts over the whole result, loads on while the reader scrolls, and keeps the focus on its row',
    async () => {
      await at.accessibly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/trades`);
        const grid = page.locator('[role=grid]');
        await grid.locator('tbody [role=row]').first().waitFor();
        expect(await grid.getAttribute('aria-rowcount')).toBe(String(at.desk.services.world.trades.size + 1));
        await page.keyboard.press('j');
        const index = () =>
          page.evaluate<string>(`document.activeElement.closest('tr')?.getAttribute('aria-rowindex')`);
        for (const wanted of ['101', '201', '301']) {
          await page.keyboard.press('Control+End');
          await until(page, `Number(document.activeElement.closest('tr')?.getAttribute('aria-rowindex')) >= ${wanted}`);
          await page.locator('.totals', { hasText: `${Number(wanted) + 99} loaded` }).waitFor();
        }
        expect(await page.locator('[role=grid] tbody [role=row]').count()).toBeLessThan(120);
        await page.keyboard.press('Control+Home');
        expect(await index()).toBe('2');
      });
    },
    WALK_MS,
  );

  it(
    'draws no more than its window at 200 % zoom, where the page scrolls as a whole',
    async () => {
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.setViewportSize({ width: 640, height: 450 });
        await page.goto(`${baseUrl}/trades`);
        await page.locator('.totals', { hasText: '100 loaded' }).waitFor();
        await look('zoomed');
        expect(await page.locator('.totals').innerText()).toContain('100 loaded');
        expect(await page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
      });
    },
    WALK_MS,
  );

  it(
    'keeps filters in the address and shows them as chips',
    async () => {
      const failing = [...at.desk.services.world.trades.values()].filter(({ row }) => row.state === 'FAILING').length;
      await at.accessibly(async ({ page, baseUrl }) => {
        await page.goto(baseUrl);
        await page.locator('.legend a', { hasText: 'Failing' }).press('Enter');
        await page.locator('.chip', { hasText: 'State is Failing' }).waitFor();
        await page.locator('.totals b', { hasText: `${failing} rows` }).waitFor();
        await page.keyboard.press('/');
        await page.keyboard.type('Lagoon');
        await page.keyboard.press('Enter');
        await page.waitForURL(/state=FAILING&search=Lagoon/);
        await page.getByRole('button', { name: 'Remove filter State' }).press('Enter');
        await page.waitForURL((url) => !url.search.includes('state='));
        await page.getByRole('button', { name: 'Counterparty', exact: true }).press('Enter');
        await page.waitForURL(/sort=counterparty/);
        await page.locator('th[aria-sort=ascending]', { hasText: 'Counterparty' }).waitFor();
      });
    },
    WALK_MS,
  );

  it(
    'announces news above the reader instead of moving the rows',
    async () => {
      await at.accessibly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/trades`);
        await page.locator('[role=grid] tbody [role=row]').first().waitFor();
        await page.keyboard.press('j');
        const focused = () => page.evaluate<string>(`document.activeElement.closest('tr')?.textContent.slice(0, 40)`);
        const before = await focused();
        const [first] = at.desk.services.world.trades.values();
        if (first)
          at.desk.services.world.trades.set('FO-000000', { ...first, row: { ...first.row, tradeId: 'FO-000000' } });
        await page.locator('.totals [role=status]', { hasText: '1 change since' }).waitFor();
        expect(await focused()).toBe(before);
        await page.getByRole('button', { name: 'Show' }).press('Enter');
        await page.locator('[role=grid]', { hasText: 'FO-000000' }).waitFor();
      });
    },
    WALK_MS,
  );

  it(
    'calls its figures stale when the house falls silent, switches acts off, and comes back by itself',
    async () => {
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.goto(baseUrl);
        await page.locator('.figure').first().waitFor();
        at.desk.services.silence(true);
        await page.locator('.note', { hasText: 'Figures are' }).waitFor({ timeout: 9_000 });
        await look('stale');
        expect(await page.locator('.figure').first().innerText()).toBe('1,209');
        at.desk.services.silence(false);
        await page.locator('.note', { hasText: 'Figures are' }).waitFor({ state: 'detached', timeout: 25_000 });
      });
    },
    WALK_MS,
  );

  it(
    'names what could not be read on the panel that misses it, and reads it when asked again',
    async () => {
      at.desk.services.break('/api/ledger');
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.goto(baseUrl);
        const panel = page.locator('.panel', { hasText: 'Trial balance' }).last();
        await panel.locator('[role=alert]').waitFor();
        expect(await panel.innerText()).toContain('unexpected');
        await page.locator('[data-queues]').waitFor();
        await look('board-broken');
        // Pressed while it still fails: healed, the panel reads itself anew, and the button may be gone before the key.
        await panel.getByRole('button', { name: 'Try again' }).press('Enter');
        at.desk.services.break(null);
        await panel.locator('.zero').first().waitFor();
      });
    },
    WALK_MS,
  );

  it(
    'speaks Spanish when asked, with amounts grouped always, and remembers it',
    async () => {
      await at.accessibly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/ledger?currency=EUR`);
        await page.locator('[data-accounts] tfoot').waitFor();
        await page.getByRole('button', { name: 'Spanish' }).press('Enter');
        await page.locator('h1', { hasText: 'Sumas y saldos' }).waitFor();
        expect(await page.locator('[data-accounts]').innerText()).toMatch(/\d{1,3}(\.\d{3})+,\d\d/);
        await page.reload();
        await page.locator('h1', { hasText: 'Sumas y saldos' }).waitFor();
        expect(await page.evaluate<string>('document.documentElement.lang')).toBe('es');
      });
    },
    WALK_MS,
  );

  it(
    'lists its keys, and leaves single keys alone when they are switched off',
    async () => {
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.goto(baseUrl);
        await page.locator('.figure').first().waitFor();
        await page.keyboard.press('?');
        await page.locator('dialog[open] .key-list').waitFor();
        await look('keys');
        await page.getByLabel('Single keys work').press('Space');
        await page.keyboard.press('Escape');
        await page.keyboard.press('g');
        await page.keyboard.press('t');
        await page.locator('.note', { hasText: 'switched off' }).waitFor();
        expect(new URL(page.url()).pathname).toBe('/');
      });
    },
    WALK_MS,
  );
});
