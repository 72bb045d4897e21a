import type { Page } from 'playwright-core';
import { keepProposal, wishOf } from './fake-proposals.js';
import { describeInBrowser, PLAIN, WALK_MS } from './in-browser.js';
import { arrive, chord, expectFocusIn, proposeFirstSide, type Look } from './journeys.js';

describeInBrowser({ name: 'four eyes in a browser', purpose: 'approvals-under-test', tests: 12 }, (at) => {
  const world = () => at.desk.services.world;
  const economics = () => [...world().breaks.values()].filter(({ kind }) => kind === 'economics');
  const parked = () => [...world().parked.values()].filter(({ kind }) => kind === 'parked');
  const noMonthWaits = () => void world().months.proposals.splice(0);
  /** Somebody proposes without the screen. */
  const proposed = (by: string, act: string, object: string, said: Parameters<typeof wishOf>[3] = {}) => {
    const wish = wishOf(world(), act, object, said);
    if ('status' in wish) throw new Error(`nothing can be proposed: ${JSON.stringify(wish.body)}`);
    return keepProposal(world(), wish, by, 'Asked the desk, it is so');
  };
  const sideProposed = (by: string, place = 0) =>
    proposed(by, 'accept', economics()[place]?.breakId ?? '', { side: 'front' });
  const repaired = (place: number) => (parked()[place]?.body ?? '').replace('"-500"', '"500"');
  const resendProposed = (by: string) =>
    proposed(by, 'resend', world().exceptions.find(({ resendable }) => resendable)?.obligationId ?? '');
  const openApprovals = async (page: Page): Promise<void> => {
    await page.goto(`${at.desk.url}/approvals`);
    await page.locator('[role=grid] tbody [role=row], .blotter-rows .empty').first().waitFor();
  };
  const rows = (page: Page) => page.locator('[role=grid] tbody [role=row]').allInnerTexts();

  it.each<Look>([
    { scheme: 'light', language: 'en' },
    { scheme: 'dark', language: 'es' },
  ])(
    'ends a break by two people with the keyboard only: a clerk proposes a side, an approver sees both and approves ($scheme, $language)',
    async (look) => {
      noMonthWaits();
      await at.cleanly(async (journey) => {
        const { page } = journey;
        await proposeFirstSide(journey, 'front');
        expect(economics().filter(({ state }) => state === 'closed')).toEqual([]);
        await at.changeTo(page, 'luis');
        await page.locator('.sides th.chosen').waitFor();
        await chord(page, 'a');
        await arrive(page, '/approvals');
        await page.locator('[role=grid] tbody [role=row]').first().waitFor();
        await page.keyboard.press('j');
        await page.locator('.drawer [data-shown]').waitFor();
        await journey.look('approvals');
        await page.keyboard.press('a');
        await page.locator('dialog .sides th.chosen').waitFor();
        await expectFocusIn(page, 'dialog [data-decide] textarea');
        await page.keyboard.type('The ticket says so');
        await journey.look('approve-side');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.locator('.drawer [data-decided]').waitFor();
        await page.locator('.blotter-rows .empty').waitFor();
        await journey.look('approved-side');
      }, look);
      expect(economics().filter(({ state }) => state === 'closed')).toMatchObject([
        { outcome: 'accepted-front', decisions: [{ actor: 'nerea', approver: 'luis', reason: expect.any(String) }] },
      ]);
    },
    WALK_MS,
  );

  it(
    'lists what waits over all services and the books, oldest first, with one’s own marked and last',
    async () => {
      sideProposed('nerea');
      proposed('ingrid', 'resubmit', parked()[0]?.parkedMessageId ?? '', { body: repaired(0) });
      resendProposed('ingrid');
      await at.cleanly(async ({ page, look }) => {
        await openApprovals(page);
        await page.locator('h1', { hasText: 'Waiting for me' }).waitFor();
        await page.locator('.tabs .c', { hasText: '4' }).waitFor();
        const shown = (await rows(page)).map((text) => text.split('\t'));
        expect(shown.map(([turn]) => turn?.trim())).toEqual([
          'another person',
          'another person',
          'another person',
          'another: yours',
        ]);
        expect(shown.map(([, what]) => what?.trim().split(' ')[0])).toEqual(['Repair', 'Send', 'Take', 'Let']);
        await look('approvals-of-clerk');
      });
    },
    WALK_MS,
  );

  it(
    'counts in the rail and on the board what waits for the person signed in, and nothing for who approves nothing',
    async () => {
      sideProposed('nerea', 0);
      sideProposed('ingrid', 1);
      // Before luis became an approver.
      sideProposed('luis', 2);
      await at.cleanly(
        async ({ page, baseUrl, look }) => {
          await page.goto(baseUrl);
          await page.locator('[data-for-me="3"]', { hasText: '3 proposals wait for you' }).waitFor();
          await page.locator('.rail li', { hasText: 'Approvals' }).locator('.n', { hasText: '3' }).waitFor();
          await look('board-for-me');
          await at.changeTo(page, 'ingrid');
          await page.locator('.for-me', { hasText: '1 of your own waits for another person' }).waitFor();
          expect(await page.locator('.rail li', { hasText: 'Approvals' }).locator('.n').count()).toBe(0);
        },
        PLAIN,
        'luis',
      );
    },
    WALK_MS,
  );

  it(
    'says that a list is missing rather than that nothing waits, and reads it when asked again',
    async () => {
      noMonthWaits();
      resendProposed('nerea');
      at.desk.services.break('/api/settlement/desk-proposals');
      await at.accessibly(async ({ page, look }) => {
        await page.goto(`${at.desk.url}/approvals`);
        await page.locator('.blotter-rows [role=alert]').waitFor();
        expect(await page.locator('.blotter-rows .empty').count()).toBe(0);
        sideProposed('nerea');
        await page.locator('.totals [role=alert]', { hasText: 'Some of what waits could not be read' }).waitFor();
        await look('approvals-part-missing');
        at.desk.services.break(null);
        await page.locator('.totals').getByRole('button', { name: 'Try again' }).press('Enter');
        await page.locator('[role=grid]', { hasText: 'Send instruction' }).waitFor();
      }, 'luis');
    },
    WALK_MS,
  );

  it(
    'says that nothing waits when nothing does',
    async () => {
      noMonthWaits();
      await at.cleanly(
        async ({ page, look }) => {
          await openApprovals(page);
          await page.locator('.empty', { hasText: 'Nothing waits' }).waitFor();
          await look('approvals-empty');
        },
        PLAIN,
        'luis',
      );
    },
    WALK_MS,
  );

  it(
    'keeps approving one’s own proposal off and says why, names the missing role, and lets the proposer withdraw',
    async () => {
      const { object } = sideProposed('nerea');
      await at.accessibly(async ({ page, look }) => {
        await page.goto(`${at.desk.url}/breaks/${object}`);
        const panel = page.locator('[data-waits]');
        await panel.locator('textarea').fill('I am sure of it');
        await panel.locator('.why', { hasText: 'You proposed this; another person has to approve it.' }).waitFor();
        await panel.getByRole('button', { name: 'Approve', exact: true }).press('Enter');
        await look('own-side');
        expect(at.desk.bodies.filter((body) => body.includes('I am sure of it'))).toEqual([]);
        await at.changeTo(page, 'ingrid');
        await panel.locator('textarea').fill('I would approve it');
        await panel.locator('.why', { hasText: 'the role of approver has it' }).waitFor();
        await panel.getByRole('button', { name: 'Reject' }).press('Enter');
        expect(world().proposals).toMatchObject([{ state: 'waiting' }]);
        await at.changeTo(page, 'nerea');
        await panel.locator('textarea').fill('The middle office has corrected it');
        await panel.getByRole('button', { name: 'Withdraw' }).press('Enter');
        await page.locator('[data-decided]', { hasText: 'withdrawn' }).waitFor();
        await page.locator('.sides-choice').waitFor();
      });
      expect(world().proposals).toMatchObject([{ state: 'withdrawn', decidedBy: 'nerea' }]);
      expect(economics()[0]?.state).toBe('open');
    },
    WALK_MS,
  );

  it(
    'shows an approver line by line what a repair changes, and a rejection keeps the message in the queue',
    async () => {
      const id = parked()[0]?.parkedMessageId ?? '';
      proposed('ingrid', 'resubmit', id, { body: repaired(0) });
      await at.cleanly(
        async ({ page, baseUrl, look }) => {
          await page.goto(`${baseUrl}/repair/${id}`);
          await page.locator('[data-difference]').waitFor();
          expect(await page.locator('[data-difference] del').innerText()).toContain('"-500"');
          expect(await page.locator('[data-difference] ins').innerText()).toContain('"500"');
          await look('repair-waits');
          await page.locator('[data-decide] textarea').fill('Ask the front office first');
          await page.getByRole('button', { name: 'Reject' }).press('Enter');
          await page.locator('[data-decided]', { hasText: 'rejected' }).waitFor();
          await page.locator('textarea.body').waitFor();
          await page.goto(`${baseUrl}/repair`);
          await page.locator('[role=grid]', { hasText: parked()[0]?.key ?? '' }).waitFor();
          await page.goto(`${baseUrl}/approvals?tab=decided`);
          const decided = page.locator('[data-decisions] li').first();
          await decided.getByText('Ask the front office first').waitFor();
          expect(await decided.innerText()).toContain('proposed by ingrid, decided by luis');
          await look('approvals-decided');
        },
        PLAIN,
        'luis',
      );
      expect(world().parked.get(id)?.state).toBe('parked');
    },
    WALK_MS,
  );

  it(
    'offers no repair of a message that waits for an earlier version and follows by itself',
    async () => {
      const waiting = [...world().parked.values()].find(({ kind }) => kind === 'waiting');
      await at.accessibly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/repair/${waiting?.parkedMessageId ?? ''}`);
        await page.locator('form textarea').last().fill('I want it now');
        await page.locator('.why', { hasText: 'It waits for an earlier version and follows by itself.' }).waitFor();
        await page.getByRole('button', { name: 'Propose to discard' }).press('Enter');
        await page.getByRole('button', { name: 'Propose to resubmit' }).press('Enter');
      });
      expect(world().proposals).toEqual([]);
    },
    WALK_MS,
  );

  it(
    'shows the instruction and why it was rejected before it is sent again, and takes it off the list',
    async () => {
      noMonthWaits();
      const { object } = resendProposed('nerea');
      await at.cleanly(
        async ({ page, look }) => {
          await openApprovals(page);
          await page.keyboard.press('j');
          await page.keyboard.press('a');
          await page.locator('[data-instruction]', { hasText: 'rejected: safekeeping account wrong' }).waitFor();
          await page.keyboard.type('The account has been opened');
          await look('approve-resend');
          await page.keyboard.press('Tab');
          await page.keyboard.press('Enter');
          await page.locator('[data-decided]', { hasText: 'is sent again' }).waitFor();
        },
        PLAIN,
        'luis',
      );
      expect(world().exceptions.some(({ obligationId, resendable }) => resendable && obligationId === object)).toBe(
        false,
      );
    },
    WALK_MS,
  );

  it(
    'refuses an approval of what was not shown and says so, and one that something newer has overtaken',
    async () => {
      noMonthWaits();
      const { object, shown } = sideProposed('nerea');
      await at.accessibly(async ({ page, look }) => {
        await openApprovals(page);
        await page.keyboard.press('j');
        await page.keyboard.press('a');
        await page.locator('dialog .sides').waitFor();
        world().proposals.splice(0, 1, { ...world().proposals[0]!, shown: '0'.repeat(64) });
        await page.keyboard.type('Agreed with the desk head');
        await page.keyboard.press('Tab');
        await page.keyboard.press('Enter');
        await page.locator('dialog [role=alert]', { hasText: 'What was shown is not what is proposed' }).waitFor();
        await look('approve-stale');
        expect(world().breaks.get(object)?.state).toBe('open');
        expect(world().proposals).toMatchObject([{ state: 'waiting' }]);
        await page.keyboard.press('Escape');
        world().proposals.splice(0, 1, { ...world().proposals[0]!, shown });
        world().breaks.set(object, { ...world().breaks.get(object)!, state: 'closed', outcome: 'agreed' });
        await page.locator(`.drawer [data-shown] [title="${shown}"]`).waitFor();
        await page.keyboard.press('a');
        await page.locator('dialog textarea').fill('Agreed with the desk head');
        await page.locator('dialog').getByRole('button', { name: 'Approve', exact: true }).press('Enter');
        await page.locator('dialog [role=alert]', { hasText: 'Something newer arrived first' }).waitFor();
        await page.keyboard.press('Escape');
        await page.locator('.blotter-rows .empty', { hasText: 'Nothing waits' }).waitFor();
        await page.locator('.drawer [role=alert]', { hasText: 'Something newer arrived first' }).waitFor();
      }, 'luis');
      expect(world().proposals).toMatchObject([{ state: 'approved', outcome: expect.stringContaining('newer') }]);
    },
    WALK_MS,
  );

  it(
    'asks for a fresh code before it approves, decides a month from the same list, and opens what a row is about',
    async () => {
      const { object } = sideProposed('nerea');
      at.desk.people.freshCodes = false;
      await at.accessibly(async ({ page, look }) => {
        await openApprovals(page);
        await page.keyboard.press('j');
        await page.keyboard.press('Enter');
        await arrive(page, '/breaks/$breakId');
        expect(page.url()).toContain(object);
        await page.goBack();
        await page.locator('[role=grid] tr', { hasText: 'Take April 2026 back' }).locator('th').click();
        await page.keyboard.press('a');
        await page.locator('dialog textarea').fill('The invoice belongs to April');
        await page.locator('dialog').getByRole('button', { name: 'Approve', exact: true }).press('Enter');
        await page.locator('[data-fresh-code] input').waitFor();
        await look('approve-fresh-code');
        await page.keyboard.type('246810');
        await page.keyboard.press('Enter');
        await page.locator('.drawer [data-decided]', { hasText: 'approved' }).waitFor();
        await page.locator('.tabs .c', { hasText: '1' }).waitFor();
        expect(await rows(page)).toHaveLength(1);
        await page.keyboard.press('j');
        await page.keyboard.press('r');
        await page.locator('dialog textarea').fill('The front office is still checking');
        await page.locator('dialog').getByRole('button', { name: 'Reject' }).press('Enter');
        await page.locator('.blotter-rows .empty', { hasText: 'Nothing waits' }).waitFor();
      }, 'luis');
      expect(world().months.periods.get('2026-04')?.state).toBe('soft');
      expect(world().proposals).toMatchObject([{ state: 'rejected', decidedBy: 'luis' }]);
    },
    WALK_MS,
  );
});
