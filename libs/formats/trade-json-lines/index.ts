export { readJsonLines } from './read-json-lines.js';
