export { migrateHouse, type MigrateHouseOptions } from './migrate-house.js';
export type { ServiceDefinition } from './service-definition.js';
export { readBusAddress, readSettings, settingNames, type ServiceSettings } from './settings.js';
export { startService, type RunningService, type StartOptions } from './start-service.js';
export { stopInTime } from './stop-in-time.js';
export { runService, type ServiceIsUp } from './run-service.js';
