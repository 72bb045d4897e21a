import 'reflect-metadata';
import { Command, CommanderError } from 'commander';
import pc from 'picocolors';
import { approvalsCommand } from './commands/approvals.js';
import { benchCommand } from './commands/bench.js';
import { breaksCommand } from './commands/breaks.js';
import { demoCommand } from './commands/demo.js';
import { doctorCommand } from './commands/doctor.js';
import { exceptionsCommand } from './commands/exceptions.js';
import { reportCommand } from './commands/report.js';
import { peopleCommand } from './commands/people.js';
import { periodsCommand } from './commands/periods.js';
import { explainCommand } from './commands/explain.js';
import { exportCommand } from './commands/export.js';
import { importCommand } from './commands/import.js';
import { migrateCommand } from './commands/migrate.js';
import { repairsCommand } from './commands/repairs.js';
import { replayCommand } from './commands/replay.js';
import { codeCommand, signInCommand, signOutCommand } from './commands/sign-in.js';
import { upCommand } from './commands/up.js';
import { verifyCommand } from './commands/verify.js';
import { EnvironmentFault } from '#platform/database';
import { flushTraces, startTracing } from '#platform/observability';
import { CommandFailed, exitCodes, exitCodesHelp } from './exit-codes.js';
import { takeSecretsFromFiles } from './secrets-from-files.js';
import { writtenOut } from './written-out.js';

const program = new Command('asiento')
  .description('The open back office of a trading house: from trade events to balanced books.')
  .addHelpText('after', exitCodesHelp)
  .showHelpAfterError('Use --help to see what is possible.')
  .exitOverride();

for (const command of [
  demoCommand(),
  upCommand(),
  peopleCommand(),
  signInCommand(),
  codeCommand(),
  signOutCommand(),
  migrateCommand(),
  importCommand(),
  repairsCommand(),
  breaksCommand(),
  exceptionsCommand(),
  approvalsCommand(),
  periodsCommand(),
  reportCommand(),
  exportCommand(),
  explainCommand(),
  verifyCommand(),
  replayCommand(),
  doctorCommand(),
  benchCommand(),
])
  program.addCommand(command.exitOverride());

try {
  takeSecretsFromFiles(process.env);
  await startTracing(process.env);
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}
await flushTraces();
await writtenOut(process.stdout, process.stderr);
// A forgotten timer must not keep the shell waiting.
process.exit();

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
  if (error instanceof CommandFailed) {
    process.stderr.write(`${pc.red('asiento:')} ${error.message}\n`);
    return error.exitCode;
  }
  if (error instanceof EnvironmentFault) {
    process.stderr.write(`${pc.red('asiento:')} ${error.message}\n`);
    return exitCodes.environment;
  }
  process.stderr.write(
    `${pc.red('asiento:')} ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return exitCodes.environment;
}
