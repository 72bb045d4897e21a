export { migrateHouse, type MigrateHouseOptions } from './migrate-house.js';
export type { ServiceDefinition } from './service-definition.js';
export { startService, type RunningService, type StartOptions } from './start-service.js';
export { readSettings, runService } from './run-service.js';
