import type { Page } from 'playwright-core';
import { Secret, TOTP } from 'otpauth';
import { inviteFounder } from '#apps/asiento';
import {
  frontOfficeTrade,
  type AuditRow,
  type Page as Rows,
  type ParkedDetail,
  type ParkedRow,
  type Role,
} from '#contracts';
import { playThrough } from '#test/day';
import { houseUnderTest, type HouseUnderTest } from '#test/house';
import { buildDashboard } from './desk-under-test.js';
import { describeWithBrowser, PLAIN, START_MS } from './in-browser.js';
import { arrive, walk } from './journeys.js';

const PASSWORD = 'seven grey herons at dusk';

/** Nothing is feigned here: every service, the database, the people, and the dashboard in front of them. */
describeWithBrowser({ name: 'a real house in a real browser', tests: 2 }, (browser) => {
  let under: HouseUnderTest;

  beforeAll(async () => {
    under = await houseUnderTest({ dashboard: await buildDashboard('of-the-house') });
    await playThrough(under.house, { seed: 'herons', trades: 60, trouble: 'heavy' });
    await under.quiet();
  }, START_MS);
  afterAll(() => under.close());

  /** Somebody opens the link of an invitation, chooses a password and is in. */
  async function join(page: Page, handle: string, role: Role): Promise<void> {
    const { url } = await inviteFounder(under.house.api, { handle, name: `Name of ${handle}`, roles: [role] });
    await page.goto(url);
    await page.locator('input[autocomplete=new-password]').fill(PASSWORD);
    await page.keyboard.press('Enter');
    await arrive(page, '/');
    await page.locator('header .who', { hasText: handle }).waitFor();
  }

  const parked = async (): Promise<ParkedRow | undefined> =>
    (await under.house.api.get<Rows<ParkedRow>>('/api/intake/parked?kind=parked&limit=1')).rows[0];

  it(
    'shows what counterparties and colleagues write as text, whatever they write',
    async () => {
      const payloads = [
        '<img src=x onerror="window.hacked=1">',
        '<script>window.hacked=1</script>',
        '"><svg onload=window.hacked=1>',
        "javascript:window.hacked='1'",
        '{{constructor.constructor("window.hacked=1")()}}',
      ];
      await under.house.bus.send(
        payloads.map((payload, index) => ({
          topic: frontOfficeTrade.topic,
          key: payload,
          time: '2026-06-15T09:00:00Z',
          body: JSON.stringify({
            messageId: payload,
            tradeId: `${payload}${index}`,
            note: payload,
            terms: { [payload]: payload },
          }),
        })),
      );
      await under.quiet();
      const { url } = await inviteFounder(under.house.api, {
        handle: 'ada',
        name: '<img src=x onerror=window.hacked=1>',
        roles: ['auditor'],
      });
      const found = await walk(browser(), under.house.api.url, PLAIN, async ({ page, baseUrl }) => {
        await page.goto(url);
        await page.locator('input[autocomplete=new-password]').fill(PASSWORD);
        await page.keyboard.press('Enter');
        await page.locator('header .who', { hasText: '<img src=x' }).waitFor();
        for (const screen of ['/repair', '/audit-log', '/trades', '/']) {
          await page.goto(baseUrl + screen);
          await page.locator('main[data-screen]').waitFor();
          await page.waitForTimeout(500);
          expect(await page.evaluate('window.hacked')).toBeUndefined();
          expect(await page.locator('img[src=x], svg[onload], main script').count()).toBe(0);
        }
        const { rows } = await under.house.api.get<Rows<ParkedRow>>('/api/intake/parked?kind=parked&limit=500');
        const hostile = rows.find(({ key }) => key === payloads[0]);
        await page.goto(`${baseUrl}/repair/${encodeURIComponent(hostile?.parkedMessageId ?? '')}`);
        await page.locator('.split').waitFor();
        expect(await page.evaluate('window.hacked')).toBeUndefined();
      });
      expect(found.consoleErrors).toEqual([]);
    },
    START_MS,
  );

  it(
    'lets two people set a message aside: both come in by invitation, one proposes, the other gets a second factor and approves',
    async () => {
      const message = await parked();
      if (message === undefined) throw new Error('the day has set nothing aside');
      const open = `${under.house.api.url}/repair/${encodeURIComponent(message.parkedMessageId)}`;
      await walk(browser(), under.house.api.url, PLAIN, async ({ page }) => {
        await join(page, 'nerea', 'clerk');
        await page.goto(open);
        await page.getByLabel('Reason').fill('It was told again in another form');
        await page.getByRole('button', { name: 'Propose to discard' }).press('Enter');
        await page.locator('[data-waits]', { hasText: 'nerea' }).waitFor();
      });
      const waiting = await under.house.api.get<ParkedDetail>(`/api/intake/parked/${message.parkedMessageId}`);
      expect(waiting).toMatchObject({ state: 'parked', proposal: { proposedBy: 'nerea', state: 'waiting' } });

      await walk(browser(), under.house.api.url, PLAIN, async ({ page }) => {
        await join(page, 'ingrid', 'approver');
        await page.goto(open);
        await page.locator('[data-decide] textarea').fill('I have seen the other one');
        await page.getByRole('button', { name: 'Approve', exact: true }).press('Enter');
        const dialog = page.locator('dialog[open]', { hasText: 'Set up a second factor' });
        await dialog.locator('input[autocomplete=current-password]').fill(PASSWORD);
        await page.keyboard.press('Enter');
        await dialog.locator('svg.qr').waitFor();
        const secret = (await dialog.locator('.copyable .code').innerText()).replaceAll(/\s/g, '');
        const code = new TOTP({ secret: Secret.fromBase32(secret) }).generate();
        await dialog.locator('input[autocomplete=one-time-code]').fill(code);
        await page.keyboard.press('Enter');
        await page.locator('[data-decided]').waitFor();
      });
      expect(await under.house.api.get<ParkedDetail>(`/api/intake/parked/${message.parkedMessageId}`)).toMatchObject({
        state: 'discarded',
        proposal: null,
        decisions: [{ actor: 'nerea', approver: 'ingrid', act: 'discard' }],
      });

      const { rows } = await under.house.api.get<Rows<AuditRow>>('/api/gateway/audit-log?actor=ingrid');
      expect(rows.map(({ act }) => act)).toEqual(
        expect.arrayContaining(['invitation-accepted', 'acted', 'read', 'factor-enrolled']),
      );
    },
    START_MS,
  );
});
