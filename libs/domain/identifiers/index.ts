export { isBic } from './bic.js';
export { isIsin } from './isin.js';
export { isLei } from './lei.js';
