export { columns } from './columns.js';
export { dateFormats, readTradeCsv, type TradeCsvOptions } from './read-trade-csv.js';
