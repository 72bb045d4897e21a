export { accountFor, holds, type Accounting } from './house/accounting.js';
export { openHouse, type House, type OpenHouseOptions } from './house/open-house.js';
