import { BREACHED, passwordOf, RIGHT_CODE } from './fake-people.js';
import { describeInBrowser, WALK_MS } from './in-browser.js';
import { arrive, expectFocusIn, typeCredentials, until, type Look } from './journeys.js';

const ALL_LOOKS: readonly Look[] = [
  { scheme: 'light', language: 'en' },
  { scheme: 'dark', language: 'es' },
];

describeInBrowser({ name: 'signing in, in a browser', purpose: 'sign-in-under-test', tests: 8 }, (at) => {
  it.each(ALL_LOOKS)(
    'lets a person in by handle, password and code, with the keyboard only ($scheme, $language)',
    async (look) => {
      await at.accessibly(
        async ({ page, baseUrl, look: lookAt }) => {
          await page.goto(`${baseUrl}/ledger/periods`);
          await page.locator('.gate form').waitFor();
          await lookAt('sign-in');
          await expectFocusIn(page, 'input[autocomplete=username]');
          await page.keyboard.type('luis');
          await page.keyboard.press('Tab');
          await page.keyboard.type(passwordOf('luis'));
          await page.keyboard.press('Enter');
          await expectFocusIn(page, 'input[autocomplete=one-time-code]');
          await lookAt('sign-in-code');
          await page.keyboard.type(RIGHT_CODE);
          await page.keyboard.press('Enter');
          await arrive(page, '/ledger/periods');
          await page
            .locator('header .who', { hasText: look.language === 'es' ? 'aprobador' : 'approver' })
            .press('Enter');
          await page.locator('details[open] .pop', { hasText: 'luis' }).waitFor();
          await lookAt('me');
        },
        null,
        look,
      );
    },
    WALK_MS,
  );

  it(
    'never says whether handle, password or code was wrong',
    async () => {
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.goto(baseUrl);
        const refused = page.locator('[role=alert]');
        const said: string[] = [];
        for (const [handle, password] of [
          ['nobody', 'whatever it was'],
          ['nerea', 'not the password'],
        ] as const) {
          await page.locator('input[autocomplete=username]').fill(handle);
          await page.locator('input[autocomplete=current-password]').fill(password);
          await page.keyboard.press('Enter');
          await refused.waitFor();
          said.push(await refused.innerText());
        }
        await typeCredentials(page, at.desk.credentialsOf('luis'));
        await page.locator('input[autocomplete=one-time-code]').fill('000000');
        await page.keyboard.press('Enter');
        await refused.waitFor();
        said.push(await refused.innerText());
        expect(new Set(said).size).toBe(1);
        await look('sign-in-refused');
      }, null);
    },
    WALK_MS,
  );

  it(
    'counts down until somebody who guessed too often may try again, and lets them in then',
    async () => {
      at.desk.people.waitSeconds = 3;
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.goto(baseUrl);
        await typeCredentials(page, at.desk.credentialsOf('nerea'));
        await page.locator('.why', { hasText: /in [123] seconds? you can try again/ }).waitFor();
        const button = page.getByRole('button', { name: 'Sign in', exact: true });
        expect(await button.getAttribute('aria-disabled')).toBe('true');
        await look('sign-in-rests');
        at.desk.people.waitSeconds = 0;
        await until(page, `document.querySelector('.btn.main')?.getAttribute('aria-disabled') === 'false'`);
        await button.press('Enter');
        await arrive(page, '/');
      }, null);
    },
    WALK_MS,
  );

  it(
    'says in a house without people how the first ones are invited, and asks for a sign-in once there are some',
    async () => {
      const people = [...at.desk.people.people];
      at.desk.people.people.clear();
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.goto(baseUrl);
        await page.locator('.key', { hasText: 'asiento people invite' }).waitFor();
        await look('first-person');
        for (const [handle, person] of people) at.desk.people.people.set(handle, person);
        await page.getByRole('button', { name: 'Look again' }).press('Enter');
        await page.locator('input[autocomplete=username]').waitFor();
      }, null);
    },
    WALK_MS,
  );

  it(
    'takes an invitation up once: shows whom it is for, asks for a password by its rules, and signs in',
    async () => {
      at.desk.people.invitations.set('t0ken', {
        handle: 'pau',
        name: 'Pau',
        roles: ['clerk'],
        expiresAt: '2026-06-20T16:30:00.000Z',
      });
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.goto(`${baseUrl}/invitation/t0ken`);
        await page.locator('dl', { hasText: 'pau' }).waitFor();
        const password = page.locator('input[autocomplete=new-password]');
        await password.fill('too short');
        await page.locator('.why', { hasText: '6 more characters are needed.' }).waitFor();
        await look('invitation');
        await password.fill(BREACHED);
        await page.keyboard.press('Enter');
        await page.locator('[role=alert]', { hasText: 'The password was not taken.' }).waitFor();
        await password.fill('four words in a row');
        await page.keyboard.press('Enter');
        await arrive(page, '/');
        expect(await page.locator('header .who').innerText()).toContain('Pau');
        await page.goBack().catch(() => undefined);
        expect(page.url()).not.toContain('t0ken');
        await page.goto(`${baseUrl}/invitation/t0ken`);
        await page.locator('.empty', { hasText: 'This invitation does not hold' }).waitFor();
        await look('invitation-spent');
      }, null);
      expect(at.desk.people.people.get('pau')).toMatchObject({ roles: ['clerk'], password: 'four words in a row' });
    },
    WALK_MS,
  );

  it(
    'says of a house that does not answer at the door that it does not, and asks again when told to',
    async () => {
      await at.accessibly(async ({ page, baseUrl, look }) => {
        await page.route('**/api/gateway/session', (route) => route.abort());
        await page.goto(baseUrl);
        await page.locator('[role=alert]', { hasText: 'The house gave no answer.' }).waitFor();
        await look('sign-in-unanswered');
        await page.unroute('**/api/gateway/session');
        await page.getByRole('button', { name: 'Try again' }).press('Enter');
        await page.locator('input[autocomplete=username]').waitFor();
      }, null);
    },
    WALK_MS,
  );

  it(
    'signs out from the header and keeps no secret in the browser, the address or a body',
    async () => {
      await at.accessibly(async ({ page, baseUrl }) => {
        const addresses: string[] = [];
        page.on('request', (request) => addresses.push(request.url()));
        await page.goto(baseUrl);
        await typeCredentials(page, at.desk.credentialsOf('nerea'));
        await arrive(page, '/');
        const kept = await page.evaluate<string>('JSON.stringify([localStorage, sessionStorage]) + document.cookie');
        expect(kept).not.toMatch(/keeps the books|csrf|session-/);
        expect(addresses.filter((address) => /keeps|csrf/.test(decodeURIComponent(address)))).toEqual([]);
        await page.locator('header .who').press('Enter');
        await page.getByRole('button', { name: 'Sign out' }).press('Enter');
        await page.locator('.gate form').waitFor();
        expect(await page.locator('input[autocomplete=username]').inputValue()).toBe('');
        await page.goto(`${baseUrl}/trades`);
        await page.locator('.gate form').waitFor();
      }, null);
      expect(at.desk.people.audit.map(({ act }) => act)).toEqual(['signed-out', 'signed-in']);
    },
    WALK_MS,
  );
});
