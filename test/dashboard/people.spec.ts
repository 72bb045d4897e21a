import { PEOPLE_PATH } from './fake-people.js';
import { describeInBrowser, PLAIN, WALK_MS } from './in-browser.js';
import { arrive, signInBehindTheScreen, type Look } from './journeys.js';

describeInBrowser({ name: 'people and the audit log in a browser', purpose: 'people-under-test', tests: 9 }, (at) => {
  const peopleUrl = () => `${at.desk.url}/${PEOPLE_PATH}`;

  it.each<Look>([
    { scheme: 'light', language: 'en' },
    { scheme: 'dark', language: 'es' },
  ])(
    'invites a person by two people: one proposes, another approves and is shown the link once ($scheme, $language)',
    async (look) => {
      await at.cleanly(
        async ({ page, look: lookAt }) => {
          await page.goto(peopleUrl());
          await page.locator('[data-people]').waitFor();
          await page.keyboard.press('p');
          await page.keyboard.press('Tab');
          await page.keyboard.type('pau');
          await page.keyboard.press('Tab');
          await page.keyboard.type('Pau');
          await page.locator('.role-choice input[value=clerk]').press('Space');
          await page.locator('[data-propose] textarea').fill('Joins the settlements desk');
          await lookAt('people-propose');
          await page.locator('[data-propose] .btn.main').press('Enter');
          await page.locator('[data-waiting] tbody tr').waitFor();
          const approve = page.locator('[data-decide] .btn.main');
          expect(await approve.getAttribute('aria-disabled')).toBe('true');
          await at.changeTo(page, 'luis');
          await page.locator('[data-roles]').waitFor();
          await page.keyboard.press('a');
          await page.keyboard.type('I know the person');
          await page.locator('[data-decide] .btn.main').press('Enter');
          const link = page.locator('[data-invitation] .code');
          await link.waitFor();
          await lookAt('people-invited');
          expect(await link.innerText()).toBe(`${at.desk.url}/invitation/token-pau`);
          await page.reload();
          await page.locator('[data-decisions] li').waitFor();
          expect(await link.count()).toBe(0);
        },
        look,
        'amaia',
      );
      expect(at.desk.people.proposals).toMatchObject([
        {
          state: 'approved',
          proposedBy: 'amaia',
          decidedBy: 'luis',
          subject: { kind: 'invite', handle: 'pau', name: 'Pau', roles: ['clerk'] },
        },
      ]);
    },
    WALK_MS,
  );

  it(
    'shows an approver which roles a change gives, takes and leaves, and sends the digest of what was shown',
    async () => {
      const { shown } = at.desk.people.propose(
        'amaia',
        { kind: 'roles', handle: 'nerea', roles: ['clerk'] },
        'Leaves the months',
      );
      await at.cleanly(
        async ({ page, look }) => {
          await page.goto(peopleUrl());
          await page.locator('[data-roles]').waitFor();
          expect(await page.locator('[data-roles] li').allInnerTexts()).toEqual([
            'Clerk: stays',
            'Controller: taken away',
          ]);
          await look('people-roles');
          await page.locator('[data-decide] textarea').fill('Agreed with the desk head');
          await page.getByRole('button', { name: 'Approve', exact: true }).press('Enter');
          await page.locator('[data-decided]', { hasText: 'Change the roles of nerea: approved' }).waitFor();
          await page.locator('[data-people] tr', { hasText: 'nerea' }).getByText('clerk', { exact: true }).waitFor();
        },
        PLAIN,
        'luis',
      );
      expect(at.desk.bodies).toContain(JSON.stringify({ reason: 'Agreed with the desk head', shown }));
    },
    WALK_MS,
  );

  it(
    'will not propose roles that one person may not hold together, and says why',
    async () => {
      await at.cleanly(
        async ({ page }) => {
          await page.goto(peopleUrl());
          await page.getByLabel('What', { exact: true }).selectOption('roles');
          await page.getByLabel('Person', { exact: true }).selectOption('ingrid');
          await page.locator('[data-propose] textarea').fill('Covers for luis');
          const why = page.locator('[data-propose] .why');
          await why.getByText('ingrid holds exactly these roles already.').waitFor();
          await page.locator('.role-choice input[value=approver]').check();
          await why.getByText('one person would propose and approve').waitFor();
          await page.locator('.role-choice input[value=approver]').uncheck();
          await page.locator('.role-choice input[value=controller]').check();
          await page.getByRole('button', { name: 'Propose', exact: true }).press('Enter');
          await page.locator('[data-proposed]').waitFor();
        },
        PLAIN,
        'amaia',
      );
      expect(at.desk.people.proposals).toMatchObject([
        { subject: { kind: 'roles', handle: 'ingrid', roles: ['clerk', 'controller'] }, before: ['clerk'] },
      ]);
    },
    WALK_MS,
  );

  it(
    'lets the proposer withdraw a proposal and nobody else, and an approver reject it with a reason',
    async () => {
      at.desk.people.propose('amaia', { kind: 'disable', handle: 'marta' }, 'Leaves the house');
      at.desk.people.propose('amaia', { kind: 'disable', handle: 'ingrid' }, 'Leaves the house');
      await at.cleanly(
        async ({ page }) => {
          await page.goto(peopleUrl());
          await page.locator('[data-decide] textarea').fill('Stays after all');
          await page.locator('[data-decide] .why', { hasText: 'You proposed this' }).waitFor();
          await page.getByRole('button', { name: 'Withdraw' }).press('Enter');
          await page.locator('[data-decided]', { hasText: 'Take the access of marta away: withdrawn' }).waitFor();
          await at.changeTo(page, 'luis');
          await page.locator('[data-decide] textarea').fill('Not before the month is closed');
          await page.getByRole('button', { name: 'Reject' }).press('Enter');
          await page.locator('[data-decided]', { hasText: 'Take the access of ingrid away: rejected' }).waitFor();
          await page.locator('[data-decisions]', { hasText: 'Not before the month is closed' }).waitFor();
        },
        PLAIN,
        'amaia',
      );
      expect(at.desk.people.proposals.map(({ state }) => state)).toEqual(['withdrawn', 'rejected']);
    },
    WALK_MS,
  );

  it(
    'takes an approval without a link as it is',
    async () => {
      at.desk.people.propose('amaia', { kind: 'reset-factor', handle: 'luis' }, 'Lost the telephone');
      at.desk.people.change('rosa', { factor: 'totp' });
      await at.cleanly(
        async ({ page }) => {
          await page.goto(peopleUrl());
          await page.locator('[data-decide] textarea').fill('Spoke to luis');
          await page.locator('[data-decide] .btn.main').press('Enter');
          await page.locator('[data-decided]', { hasText: 'Reset the second factor of luis: approved' }).waitFor();
          expect(await page.locator('[data-invitation]').count()).toBe(0);
        },
        PLAIN,
        'rosa',
      );
      expect(at.desk.people.people.get('luis')?.factor).toBe('none');
    },
    WALK_MS,
  );

  it(
    'hides the administration from those who may not see it, at its address too',
    async () => {
      await at.cleanly(async ({ page, baseUrl }) => {
        await page.goto(baseUrl);
        await page.locator('.figure').first().waitFor();
        expect(await page.locator('.rail li').allInnerTexts()).not.toContain('People');
        await page.goto(peopleUrl());
        await page.locator('.empty', { hasText: 'No screen has this address' }).waitFor();
      });
    },
    WALK_MS,
  );

  it(
    'stays within the window at 200 % zoom, from the door to the audit log',
    async () => {
      at.desk.people.propose('amaia', { kind: 'roles', handle: 'nerea', roles: ['clerk'] }, 'Leaves the months');
      await at.accessibly(async ({ page, baseUrl, look }) => {
        const fits = () => page.evaluate<boolean>('document.documentElement.scrollWidth <= innerWidth');
        await page.setViewportSize({ width: 640, height: 450 });
        await page.goto(baseUrl);
        await page.locator('.gate form').waitFor();
        expect(await fits()).toBe(true);
        await signInBehindTheScreen(page, baseUrl, at.desk.credentialsOf('olga'));
        await page.goto(peopleUrl());
        await page.locator('[data-roles]').waitFor();
        await page.locator('header .who').press('Enter');
        await look('people-zoomed');
        expect(await fits()).toBe(true);
        await page.goto(`${baseUrl}/audit-log`);
        await page.locator('[data-audit]').waitFor();
        await look('audit-zoomed');
        expect(await fits()).toBe(true);
      }, null);
    },
    WALK_MS,
  );

  it(
    'shows an auditor what people did, newest first, page by page and by person',
    async () => {
      for (let number = 1; number <= 150; number += 1)
        at.desk.people.note('nerea', 'read', `/api/intake/trades/${number}`);
      at.desk.people.note('luis', 'acted', '/api/ledger/proposals/1/approve');
      await at.cleanly(
        async ({ page, baseUrl, look }) => {
          const readings: string[] = [];
          page.on('request', (request) => {
            if (request.url().includes('/api/gateway/audit-log')) readings.push(request.url());
          });
          await page.goto(`${baseUrl}/audit-log`);
          await arrive(page, '/audit-log');
          const rows = page.locator('[data-audit] tbody tr');
          await rows.first().waitFor();
          expect(await rows.count()).toBe(100);
          expect(await rows.first().innerText()).toContain('olga');
          expect(await rows.nth(1).innerText()).toContain('luis');
          await look('audit-log');
          // Other lists are read anew every 2.5 s; reading this one leaves a trace in it.
          await page.waitForTimeout(3_000);
          expect(readings).toHaveLength(1);
          await page.getByRole('button', { name: 'Show older entries' }).press('Enter');
          await page.getByText('152 entries shown').waitFor();
          await page.getByLabel('Who').fill('luis');
          await page.getByLabel('Who').press('Enter');
          await page.waitForURL(/actor=luis/);
          await page.getByText('1 entry shown').waitFor();
          await page.getByRole('button', { name: 'Drop all filters' }).press('Enter');
          await page.getByLabel('Did', { exact: true }).selectOption({ label: 'signed in' });
          await page.getByRole('button', { name: 'Ask' }).press('Enter');
          await page.waitForURL(/\?act=signed-in/);
          await page.getByText('1 entry shown').waitFor();
        },
        PLAIN,
        'olga',
      );
    },
    WALK_MS,
  );
});
