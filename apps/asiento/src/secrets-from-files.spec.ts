import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { takeSecretsFromFiles } from './secrets-from-files.js';

describe('secrets from files', () => {
  const folder = mkdtempSync(join(tmpdir(), 'asiento-secrets-'));
  const file = join(folder, 'secret');
  writeFileSync(file, 's3cret\n');
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each(['DATABASE_URL', 'KAFKA_PASSWORD', 'ASIENTO_LEDGER_PASSWORD'])('stand for %s', (name) => {
    const environment: NodeJS.ProcessEnv = { [`${name}_FILE`]: file };
    takeSecretsFromFiles(environment);
    expect(environment[name]).toBe('s3cret');
  });

  it('are taken for secrets only', () => {
    const environment: NodeJS.ProcessEnv = { PORT_FILE: file, KAFKA_PASSWORD_FILE: '' };
    takeSecretsFromFiles(environment);
    expect(environment).toEqual({ PORT_FILE: file, KAFKA_PASSWORD_FILE: '' });
  });

  it('are refused together, each with its name, when they cannot be read or are given twice', () => {
    const environment = { DATABASE_URL_FILE: join(folder, 'none'), KAFKA_PASSWORD_FILE: file, KAFKA_PASSWORD: 'other' };
    expect(() => takeSecretsFromFiles(environment)).toThrow(
      /DATABASE_URL_FILE: .*none cannot be read \(ENOENT\)\n {2}KAFKA_PASSWORD_FILE: KAFKA_PASSWORD is given as well/,
    );
  });
});
