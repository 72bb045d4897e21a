export { dateFormats, type DateFormat } from './date-format.js';
export { readTradeCsv, type TradeCsvOptions } from './read-trade-csv.js';
