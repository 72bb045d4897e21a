import { readFileSync } from 'node:fs';
import { EnvironmentFault } from '#platform/database';

const SECRETS = /^(DATABASE_URL|KAFKA_PASSWORD|LEDGER_CHECKPOINT_KEY|PEOPLE_KEY|ASIENTO_[A-Z]+_PASSWORD)_FILE$/;

/**
 * Takes secrets from files: `KAFKA_PASSWORD_FILE=/run/secrets/…` stands for `KAFKA_PASSWORD`, so that the secret itself is in no
 * description of the container. @throws EnvironmentFault naming every file that cannot be read or is given beside its value
 */
export function takeSecretsFromFiles(environment: NodeJS.ProcessEnv): void {
  const faults: string[] = [];
  for (const [name, file] of Object.entries(environment)) {
    const [, secret] = SECRETS.exec(name) ?? [];
    if (secret === undefined || !file) continue;
    if (environment[secret]) faults.push(`  ${name}: ${secret} is given as well; give one of them`);
    else
      try {
        environment[secret] = readFileSync(file, 'utf8').trim();
      } catch (error) {
        faults.push(`  ${name}: ${file} cannot be read (${(error as NodeJS.ErrnoException).code})`);
      }
  }
  if (faults.length > 0) throw new EnvironmentFault(`the secrets cannot be used:\n${faults.join('\n')}`);
}
