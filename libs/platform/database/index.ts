export { insertRows } from './bulk.js';
export { Database, type Transaction } from './database.js';
