import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { Command } from 'commander';
import type { SessionView } from '#contracts';
import { HouseApi } from '../house/api.js';
import { addressOf, connectAs } from '../house/connect.js';
import { defaultDataFolder } from '../house/data-folder.js';
import { forgetSession, keepSession } from '../house/kept-sessions.js';

interface SignInOptions {
  readonly url?: string;
  readonly data: string;
  readonly code?: string;
}

/** Opens a session of the command line, for the commands that decide something. */
export function signInCommand(): Command {
  return new Command('sign-in')
    .description('sign in at the house, for commands that decide something; asks for the password')
    .argument('<handle>', 'the name you were invited under')
    .option('--url <url>', 'address of the house; found in the data folder when not given')
    .option('--data <folder>', 'data folder', defaultDataFolder)
    .option('--code <digits>', 'code of your authenticator application, if you have enrolled one')
    .addHelpText('after', '\nThe password is read from the terminal, or from the first line of standard input.')
    .action(async (handle: string, { url, data, code }: SignInOptions) => {
      const at = url ?? (await addressOf(data));
      const password = await askSecretly(`Password of ${handle}: `);
      const { view, session } = await HouseApi.signIn(at, {
        handle,
        password,
        ...(code === undefined ? {} : { code }),
      });
      await keepSession(data, handle, { url: at, ...session });
      process.stdout.write(`${said(view)}\n`);
    });
}

/** What is approved needs a code given within the last minutes. */
export function codeCommand(): Command {
  return new Command('code')
    .description('give a fresh code of your authenticator application, for what is approved in the next minutes')
    .argument('<digits>', 'the six digits that it shows')
    .option('--as <handle>', 'who, if several people are signed in here')
    .option('--data <folder>', 'data folder', defaultDataFolder)
    .action(async (code: string, options: { readonly as?: string; readonly data: string }) => {
      const api = await connectAs(options);
      const { view, session } = await api.renew('/api/gateway/session/factor', { code });
      await keepSession(options.data, view.handle, { url: api.url, ...session });
      process.stdout.write(`The code counts until ${view.factorFreshUntil}.\n`);
    });
}

export function signOutCommand(): Command {
  return new Command('sign-out')
    .description('end the session of the command line')
    .option('--as <handle>', 'whose, if several people are signed in here')
    .option('--data <folder>', 'data folder', defaultDataFolder)
    .action(async (options: { readonly as?: string; readonly data: string }) => {
      const api = await connectAs(options);
      const { handle } = await api.get<SessionView>('/api/gateway/session');
      await api.delete('/api/gateway/session');
      await forgetSession(options.data, handle);
      process.stdout.write(`${handle} is signed out.\n`);
    });
}

const said = ({ handle, name, roles, endsAt }: SessionView): string =>
  `${name} (${handle}) is signed in as ${roles.join(' and ')} until ${endsAt}, or 15 minutes after the last act.`;

/** Nothing that is typed is shown. */
async function askSecretly(question: string): Promise<string> {
  process.stderr.write(question);
  const silence = new Writable({ write: (_chunk, _encoding, done) => done() });
  const terminal = process.stdin.isTTY === true;
  const asking = createInterface({ input: process.stdin, ...(terminal ? { output: silence, terminal } : {}) });
  try {
    for await (const line of asking) return line;
    return '';
  } finally {
    asking.close();
    process.stderr.write('\n');
  }
}
