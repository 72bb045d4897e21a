/** What the command tells the shell; printed by `asiento --help`. */
export const exitCodes = {
  done: 0,
  /** The command ran, but something it checks does not hold: books off, trades not accounted for, rows refused. */
  notRight: 1,
  /** The call itself is wrong: unknown option, missing file, a value out of range. */
  usage: 2,
  /** The machine does not allow it: port, disk, rights, database, broker. */
  environment: 3,
  interrupted: 130,
} as const;

export const exitCodesHelp = `
Exit codes:
  0    done, and everything that was checked holds
  1    ran, but something does not hold (books, accounting, refused rows)
  2    the call is wrong (option, file, value)
  3    the machine does not allow it (port, disk, rights, database, broker)
  130  interrupted`;

/** Ends the command with a plain sentence and an exit code; no stack trace, because nothing is broken in the program. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed';

  constructor(
    message: string,
    readonly exitCode: number,
  ) {
    super(message);
  }
}
