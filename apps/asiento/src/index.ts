export { accountFor, holds, type Accounting } from './house/accounting.js';
export { businessServices, simulatedWorld } from './house/services.js';
export type { House, OpenHouseOptions } from './house/house.js';
export { openHouse, type HouseInOneProcess } from './house/open-house.js';
export { openProcesses, type HouseOfProcesses } from './house/open-processes.js';
