import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder that holds package.json: the same from a checkout and from an installed package. */
export const packageRoot = ((): string => {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
})();

/** Database of the house on its server, the same for a whole house and for one service by itself. */
export const houseDatabase = process.env['DATABASE_NAME'] || 'asiento';

export const defaultDataFolder = process.env['ASIENTO_DATA'] ?? join(packageRoot, '.data');
