export { insertRows } from './bulk.js';
export { Database, type Session, type Transaction } from './database.js';
export { digestOfLines } from './digest-of-lines.js';
export {
  EnvironmentFault,
  removeEmbeddedPostgres,
  startEmbeddedPostgres,
  type EmbeddedPostgres,
} from './embedded/index.js';
export { migrate, type MigrateOptions, type SchemaPlan } from './migrate.js';
export {
  adminUrlOf,
  openDatabase,
  openServiceDatabase,
  roleOf,
  serviceUrl,
  type DatabaseAddress,
} from './open-database.js';
