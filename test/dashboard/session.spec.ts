import { passwordOf, RIGHT_CODE } from './fake-people.js';
import { describeInBrowser, PLAIN, WALK_MS } from './in-browser.js';
import { arrive, chord, expectFocusIn, signInBehindTheScreen, typeCredentials } from './journeys.js';

describeInBrowser({ name: 'a session and its rights in a browser', purpose: 'session-under-test', tests: 10 }, (at) => {
  const breakId = () => [...at.desk.services.world.breaks.keys()][0] ?? '';

  it(
    'lets the same person sign in again over the screen and go on with what was typed',
    async () => {
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.goto(`${baseUrl}/breaks/${breakId()}`);
        await page.locator('.sides-choice input[value=front]').check();
        await page.getByLabel('Reason').fill('Confirmed by the desk in writing');
        at.desk.people.endSessions();
        const dialog = page.locator('dialog[open]', { hasText: 'Your session has ended' });
        await dialog.waitFor();
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        await dialog.waitFor();
        await expectFocusIn(page, 'dialog input[autocomplete=current-password]');
        await look('session-ended');
        expect(await dialog.locator('input[autocomplete=username]').inputValue()).toBe('nerea');
        await dialog.locator('input[autocomplete=current-password]').fill(passwordOf('nerea'));
        await page.keyboard.press('Enter');
        await dialog.waitFor({ state: 'detached' });
        await expectFocusIn(page, 'textarea');
        expect(await page.getByLabel('Reason').inputValue()).toBe('Confirmed by the desk in writing');
        await page.getByRole('button', { name: 'Propose: Front office stands' }).press('Enter');
        await page.locator('[data-waits=waiting] [data-shown]').waitFor();
      });
    },
    WALK_MS,
  );

  it(
    'goes on in every tab once the same person has signed in again in one',
    async () => {
      await at.accessibly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/breaks/${breakId()}`);
        await page.getByLabel('Reason').fill('Confirmed by the desk in writing');
        at.desk.people.endSessions();
        const dialog = page.locator('dialog[open]');
        await dialog.waitFor();
        const other = await page.context().newPage();
        await other.goto(baseUrl);
        await typeCredentials(other, at.desk.credentialsOf('nerea'));
        await arrive(other, '/');
        await page.bringToFront();
        await page.evaluate(`window.dispatchEvent(new Event('focus'))`);
        await dialog.waitFor({ state: 'detached' });
        expect(await page.getByLabel('Reason').inputValue()).toBe('Confirmed by the desk in writing');
      });
    },
    WALK_MS,
  );

  it(
    'does not do by itself, after signing in again, what found the session ended',
    async () => {
      await at.accessibly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/breaks/${breakId()}`);
        await page.locator('.sides-choice input[value=front]').check();
        await page.getByLabel('Reason').fill('Confirmed by the desk in writing');
        // No read finds the ended session before the act does.
        await page.route('**/api/**', (route) => (route.request().method() === 'GET' ? undefined : route.continue()));
        at.desk.people.endSessions();
        await page.getByRole('button', { name: 'Propose: Front office stands' }).press('Enter');
        const dialog = page.locator('dialog[open]');
        await dialog.locator('input[autocomplete=current-password]').fill(passwordOf('nerea'));
        await page.unroute('**/api/**');
        await page.keyboard.press('Enter');
        await dialog.waitFor({ state: 'detached' });
        await page.locator('[role=alert]', { hasText: 'Your session had ended; nothing was done.' }).waitFor();
        expect(at.desk.services.world.breaks.get(breakId())?.state).toBe('open');
      });
    },
    WALK_MS,
  );

  it(
    'lets somebody else begin at the board, with nothing of what the last person typed',
    async () => {
      await at.accessibly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/breaks/${breakId()}`);
        await page.getByLabel('Reason').fill('Confirmed by the desk in writing');
        at.desk.people.endSessions();
        await page.getByRole('button', { name: 'I am somebody else' }).press('Enter');
        await page.locator('.gate form').waitFor();
        expect(new URL(page.url()).pathname).toBe('/');
        await typeCredentials(page, at.desk.credentialsOf('ingrid'));
        await arrive(page, '/');
        await page.locator('header .who', { hasText: 'Ingrid' }).waitFor();
      });
    },
    WALK_MS,
  );

  it(
    'begins anew at the board where somebody else has signed in in another tab, before anything can be done in their name',
    async () => {
      await at.accessibly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/breaks/${breakId()}`);
        await page.getByLabel('Reason').fill('Confirmed by the desk in writing');
        await signInBehindTheScreen(page, baseUrl, at.desk.credentialsOf('ingrid'));
        await page.evaluate(`window.dispatchEvent(new Event('focus'))`);
        await arrive(page, '/');
        await page.locator('header .who', { hasText: 'Ingrid' }).waitFor();
      });
    },
    WALK_MS,
  );

  it(
    'says of what it asks by itself that nobody is there, once nobody has touched the page for a minute',
    async () => {
      await at.cleanly(async ({ page, baseUrl }) => {
        const background: (string | undefined)[] = [];
        page.on('request', (request) => {
          if (request.url().includes('/api/intake/summary')) background.push(request.headers()['x-asiento-background']);
        });
        const askedAgain = async (): Promise<void> => {
          for (const before = background.length; background.length === before;) await page.waitForTimeout(50);
        };
        await page.clock.install();
        await page.goto(baseUrl);
        await page.locator('.figure').first().waitFor();
        expect(background).not.toContain('yes');
        await page.clock.fastForward(61_000);
        await askedAgain();
        expect(background.at(-1)).toBe('yes');
        await page.keyboard.press('Shift');
        await page.clock.fastForward(5_000);
        await askedAgain();
        expect(background.at(-1)).toBeUndefined();
      });
    },
    WALK_MS,
  );

  it(
    'names in words the role that may do what a person may not, and says no name in what it sends',
    async () => {
      await at.cleanly(
        async ({ page, baseUrl, look }) => {
          await page.goto(`${baseUrl}/ledger/periods?month=2026-06`);
          await page.locator('[data-propose] .why', { hasText: 'the role of controller has it' }).waitFor();
          await page.locator('[data-decide] .why', { hasText: 'the role of approver has it' }).waitFor();
          await look('rights-missing');
        },
        PLAIN,
        'ingrid',
      );
      await at.cleanly(async ({ page, baseUrl }) => {
        await page.goto(`${baseUrl}/ledger/periods?month=2026-06`);
        await page.locator('[data-propose] textarea').fill('June is complete');
        await page.locator('[data-propose] .btn.main').press('Enter');
        await page.locator('[data-history]', { hasText: 'by nerea' }).waitFor();
      });
      expect(at.desk.bodies.some((body) => body.includes('"actor"'))).toBe(false);
      expect(at.desk.bodies.some((body) => body.includes('June is complete'))).toBe(true);
    },
    WALK_MS,
  );

  it(
    'offers an administrator no screen of the business, and says so when one is opened by its address',
    async () => {
      await at.cleanly(
        async ({ page, baseUrl, look }) => {
          await page.goto(baseUrl);
          await arrive(page, '/$peoplePath');
          await page.locator('[data-people]').waitFor();
          expect(await page.locator('.rail li').allInnerTexts()).toEqual(['People']);
          await page.goto(`${baseUrl}/trades`);
          await page
            .locator('.empty', { hasText: 'the role of clerk, approver, controller, or auditor has it' })
            .waitFor();
          await look('not-yours');
          await page.getByRole('link', { name: 'Go to your first screen' }).press('Enter');
          await page.locator('[data-people]').waitFor();
        },
        PLAIN,
        'amaia',
      );
    },
    WALK_MS,
  );

  it(
    'asks for a fresh code when an approval needs one, and approves once it is right',
    async () => {
      at.desk.people.freshCodes = false;
      await at.accessibly(async ({ page, baseUrl, look }) => {
        const april = at.desk.services.world.months;
        await page.goto(`${baseUrl}/ledger/periods`);
        await page.locator('[data-decide] textarea').fill('The invoice belongs to April');
        const approve = page.getByRole('button', { name: 'Approve', exact: true });
        await approve.press('Enter');
        const dialog = page.locator('dialog[open]');
        await dialog.locator('[data-fresh-code]').waitFor();
        await look('fresh-code');
        await page.keyboard.press('Escape');
        await page.locator('[role=alert]', { hasText: 'none was given; nothing was done' }).waitFor();
        expect(april.periods.get('2026-04')?.state).toBe('hard');
        await approve.press('Enter');
        await expectFocusIn(page, '[data-fresh-code] input');
        await page.keyboard.type('000000');
        await page.keyboard.press('Enter');
        await dialog.locator('[role=alert]', { hasText: 'The code was not taken.' }).waitFor();
        await dialog.locator('input').fill(RIGHT_CODE);
        await page.keyboard.press('Enter');
        await page.locator('[data-decided]').waitFor();
        expect(april.periods.get('2026-04')?.state).toBe('soft');
        await chord(page, 'b');
      }, 'luis');
      expect(at.desk.bodies.filter((body) => body.includes('The invoice belongs to April')).length).toBe(3);
    },
    WALK_MS,
  );

  it(
    'leads an approver without a second factor through setting one up, and then does what was asked',
    async () => {
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.goto(`${baseUrl}/ledger/periods`);
        await page.locator('[data-decide] textarea').fill('The invoice belongs to April');
        await page.getByRole('button', { name: 'Approve', exact: true }).press('Enter');
        const dialog = page.locator('dialog[open]', { hasText: 'Set up a second factor' });
        await dialog.locator('input[autocomplete=current-password]').fill(passwordOf('rosa'));
        await page.keyboard.press('Enter');
        await dialog.locator('svg.qr').waitFor();
        await look('enrol-factor');
        await dialog.locator('input[autocomplete=one-time-code]').fill(RIGHT_CODE);
        await page.keyboard.press('Enter');
        await page.locator('[data-decided]').waitFor();
      }, 'rosa');
      expect(at.desk.people.people.get('rosa')?.factor).toBe('totp');
      expect(at.desk.services.world.months.periods.get('2026-04')?.state).toBe('soft');
    },
    WALK_MS,
  );
});
