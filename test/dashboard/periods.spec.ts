import type { Page } from 'playwright-core';
import { propose } from './fake-months.js';
import { describeInBrowser, PLAIN, WALK_MS } from './in-browser.js';
import type { Look } from './journeys.js';

describeInBrowser({ name: 'the months in a browser', purpose: 'months-under-test', tests: 9 }, (at) => {
  const months = () => at.desk.services.world.months;
  const stateOf = (month: string) => months().periods.get(month)?.state;
  const open = async (page: Page, month: string): Promise<void> => {
    await page.goto(`${at.desk.url}/ledger/periods?month=${month}`);
    await page.locator('[data-propose]').waitFor();
  };

  it(
    'closes a month softly by one person, at once, with a reason and a name',
    async () => {
      await at.cleanly(async ({ page, look }) => {
        await open(page, '2026-06');
        await page.keyboard.press('p');
        await page.keyboard.type('June is complete');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.locator('[data-history]', { hasText: 'by nerea' }).waitFor();
        await look('month-closed-softly');
      });
      expect(months().periods.get('2026-06')).toMatchObject({
        state: 'soft',
        changes: [{ from: 'open', to: 'soft', proposedBy: 'nerea', approvedBy: null, reason: 'June is complete' }],
      });
    },
    WALK_MS,
  );

  it(
    'closes a month for good by two people: the proposer cannot approve and is told why, another one can',
    async () => {
      await at.cleanly(async ({ page, look }) => {
        await open(page, '2026-05');
        await page.locator('[data-propose] textarea').fill('May is reconciled');
        await page.getByRole('button', { name: 'Propose to close for good' }).press('Enter');
        await page.getByText('It waits for a second person now.').waitFor();
        expect(stateOf('2026-05')).toBe('soft');
        await page.getByRole('button', { name: 'Close May 2026 for good' }).press('Enter');
        const decide = page.locator('[data-decide]');
        await decide.locator('textarea').fill('I looked at it');
        const approve = decide.getByRole('button', { name: 'Approve', exact: true });
        expect(await approve.getAttribute('aria-disabled')).toBe('true');
        expect(await decide.locator('.why').innerText()).toContain(
          'You proposed this; another person has to approve it.',
        );
        await approve.focus();
        await approve.press('Enter');
        await look('own-proposal');
        expect(stateOf('2026-05')).toBe('soft');
        await at.changeTo(page, 'luis');
        await page.getByRole('button', { name: 'Close May 2026 for good' }).press('Enter');
        await page.keyboard.press('a');
        await page.keyboard.type('I looked at it');
        await approve.press('Enter');
        await page.locator('[data-decided]', { hasText: 'Close May 2026 for good: approved' }).waitFor();
        await page.locator('[data-history]', { hasText: 'proposed by nerea, agreed by luis' }).waitFor();
        await look('month-closed');
      });
      expect(stateOf('2026-05')).toBe('hard');
    },
    WALK_MS,
  );

  it(
    'lets the proposer take a proposal back, and an approver agree to pass over messages that are set aside',
    async () => {
      const blocker = {
        name: 'messages-parked' as const,
        what: '1 message that the ledger could not book',
        remedy: 'Look at it.',
      };
      months().blockers.set('2026-05', [blocker]);
      const subject = { kind: 'period', month: '2026-05', to: 'hard', inSpiteOf: ['messages-parked'] };
      const proposed = () => propose(months(), JSON.stringify({ subject, reason: 'told again' }), 'nerea');
      proposed();
      await at.cleanly(async ({ page }) => {
        await page.goto(`${at.desk.url}/ledger/periods`);
        await page.getByRole('button', { name: 'Close May 2026 for good' }).press('Enter');
        await page.locator('[data-decide] textarea').fill('There is another one');
        await page.getByRole('button', { name: 'Withdraw' }).press('Enter');
        await page.locator('[data-decided]', { hasText: 'rejected' }).waitFor();
        expect(months().proposals.at(-1)).toMatchObject({ state: 'rejected', decidedBy: 'nerea' });
        proposed();
        await at.changeTo(page, 'luis');
        await page.getByRole('button', { name: 'Close May 2026 for good' }).press('Enter');
        await page.locator('[data-decide]', { hasText: 'messages that are set aside' }).waitFor();
        await page.locator('[data-decide] textarea').fill('I have seen the other one');
        await page.getByRole('button', { name: 'Approve', exact: true }).press('Enter');
        await page.locator('[data-decided]', { hasText: 'approved' }).waitFor();
      });
      expect(stateOf('2026-05')).toBe('hard');
    },
    WALK_MS,
  );

  it(
    'works by mouse alone, and rejects with a reason that stays on record',
    async () => {
      await at.cleanly(
        async ({ page }) => {
          await page.goto(`${at.desk.url}/ledger/periods`);
          await page.getByRole('button', { name: 'April 2026', exact: true }).click();
          await page.locator('[data-history]', { hasText: 'agreed by luis' }).waitFor();
          await page.locator('[data-decide] textarea').fill('Book it into June');
          await page.getByRole('button', { name: 'Reject' }).click();
          await page.locator('.empty', { hasText: 'Nothing waits for a second person' }).waitFor();
          await page.locator('[data-decisions]', { hasText: 'Book it into June' }).waitFor();
        },
        PLAIN,
        'luis',
      );
      expect(stateOf('2026-04')).toBe('hard');
      expect(months().proposals[0]).toMatchObject({ state: 'rejected', decidedBy: 'luis' });
    },
    WALK_MS,
  );

  it(
    'names what stands in the way of closing a month with what helps, and keeps the close off until nothing does',
    async () => {
      await at.accessibly(async ({ page, look }) => {
        const june = months().periods.get('2026-06');
        if (june) months().periods.set('2026-06', { ...june, state: 'soft' });
        await open(page, '2026-06');
        await page.locator('[data-propose] textarea').fill('June is complete');
        const blocked = page.locator('[data-readiness=blocked]');
        expect(await blocked.innerText()).toContain('house.treasury holds -1200.00 EUR EUR-KUSTBEB0 on 2900');
        expect(await blocked.innerText()).toContain('Match it to what it belongs to, or escalate it.');
        const close = page.getByRole('button', { name: 'Propose to close for good' });
        expect(await close.getAttribute('aria-disabled')).toBe('true');
        await look('month-blocked');
        months().blockers.clear();
        await page.locator('[data-readiness=ready]').waitFor();
        await page.locator('[data-propose] .btn.main[aria-disabled=false]').waitFor();
      });
    },
    WALK_MS,
  );

  it.each<[string, Look, string, string]>([
    ['English', PLAIN, 'Approve', 'The books have moved on since it was proposed'],
    ['Spanish', { scheme: 'light', language: 'es' }, 'Aprobar', 'Los libros han cambiado desde que se propuso'],
  ])(
    'says in plain %s why the ledger did nothing, with its own words beside',
    async (_, look, approve, why) => {
      await at.accessibly(
        async ({ page, look: lookAt }) => {
          await page.goto(`${at.desk.url}/ledger/periods`);
          await page.locator('[data-decide]').waitFor();
          const april = months().periods.get('2026-04');
          if (april) months().periods.set('2026-04', { ...april, state: 'soft' });
          await page.locator('[data-decide] textarea').fill('Agreed');
          await page.getByRole('button', { name: approve, exact: true }).press('Enter');
          const alert = page.locator('[role=alert]');
          await alert.waitFor();
          await page.getByText(why).waitFor();
          expect(await alert.innerText()).toContain('2026-04 is soft; from there it goes to hard or open.');
          expect(await page.locator('[data-decide] textarea').inputValue()).toBe('Agreed');
          await lookAt('decision-refused');
        },
        'luis',
        look,
      );
    },
    WALK_MS,
  );

  it(
    'says of a proposal that somebody has decided in the meantime who did, and takes it off the list',
    async () => {
      await at.accessibly(async ({ page }) => {
        await page.goto(`${at.desk.url}/ledger/periods`);
        await page.locator('[data-decide]').waitFor();
        await page.locator('[data-decide] textarea').fill('Agreed');
        // The list on the screen is not read again before the key is pressed.
        await page.route('**/proposals?state=waiting**', (route) => route.abort());
        const [first] = months().proposals;
        if (first)
          months().proposals[0] = { ...first, state: 'rejected', decidedBy: 'marta', decidedAt: first.proposedAt };
        await page.getByRole('button', { name: 'Approve', exact: true }).press('Enter');
        await page.locator('[role=alert]', { hasText: 'It is rejected already, by marta.' }).waitFor();
        await page.unroute('**/proposals?state=waiting**');
        await page.locator('.empty', { hasText: 'Nothing waits for a second person' }).waitFor();
      }, 'luis');
    },
    WALK_MS,
  );

  it(
    'says what to do where there is nothing yet, and where it could not be read',
    async () => {
      months().periods.clear();
      months().proposals.length = 0;
      await at.accessibly(async ({ page, look }) => {
        await page.goto(`${at.desk.url}/ledger/periods`);
        await page.locator('.empty', { hasText: 'A month appears here with its first journal.' }).waitFor();
        await look('periods-empty');
        at.desk.services.break('/api/ledger');
        await page.reload();
        const panel = page.locator('.panel', { hasText: 'Waiting for a second person' }).first();
        await panel.getByRole('button', { name: 'Try again' }).waitFor();
        await look('periods-broken');
        at.desk.services.break(null);
        await panel.locator('.empty').waitFor();
      });
    },
    WALK_MS,
  );
});
