export { accountFor, holds, type Accounting } from './house/accounting.js';
export { businessServices, simulatedWorld } from './house/services.js';
export { HouseApi, type SignedIn } from './house/api.js';
export { inviteFounder } from './house/founders.js';
export { keepSession } from './house/kept-sessions.js';
export { peopleKeyFrom, peopleKeyIn } from './house/people-key.js';
export type { House, OpenHouseOptions } from './house/house.js';
export { openHouse, type HouseInOneProcess } from './house/open-house.js';
export { openProcesses, type HouseOfProcesses } from './house/open-processes.js';
