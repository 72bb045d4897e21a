export { columnsOf, insertRows, updateChangedRows, updateRows } from './bulk.js';
export { Database, type Session, type Transaction } from './database.js';
export { digestOfLines } from './digest-of-lines.js';
export {
  EnvironmentFault,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from './embedded/index.js';
export { readFigures, type Figure, type FigureStatement } from './figures.js';
export { migrate, type MigrateOptions, type SchemaPlan } from './migrate.js';
export {
  adminUrlOf,
  openDatabase,
  openServiceDatabase,
  passwordSetting,
  roleOf,
  serviceUrl,
  type DatabaseAddress,
} from './open-database.js';
export { refuseIllegalWays } from './refuse-illegal-ways.js';
