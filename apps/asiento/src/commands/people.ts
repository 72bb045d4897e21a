import { Command, Option } from 'commander';
import { roles, type Role } from '#contracts';
import { connectToHouse, houseOptions, type HouseOptions } from '../house/connect.js';
import { inviteFounder } from '../house/founders.js';

interface InviteOptions extends HouseOptions {
  readonly name: string;
  readonly role: Role[];
}

/** The first people of a house, who have nobody yet that could propose and approve them. */
export function peopleCommand(): Command {
  const command = new Command('people').description('invite the first people of a house');
  houseOptions(command.command('invite'))
    .argument('<handle>', 'the name to sign in with; small letters, digits, dots, dashes')
    .requiredOption('--name <text>', 'the name of the person')
    .addOption(new Option('--role <role...>', 'what the person does here').choices([...roles]).makeOptionMandatory())
    .description(
      'print a link, good once and for a day, by which a person chooses a password; only until the house has an administrator and an approver, who invite from then on',
    )
    .action(async (handle: string, options: InviteOptions) => {
      const { name, role } = options;
      const invitation = await inviteFounder(await connectToHouse(options), { handle, name, roles: role });
      process.stdout.write(
        options.json
          ? `${JSON.stringify(invitation)}\n`
          : `${name} opens ${invitation.url} before ${invitation.expiresAt} and chooses a password.\n`,
      );
    });
  return command;
}
