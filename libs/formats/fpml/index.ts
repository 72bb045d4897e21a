export { readFpml, type FpmlOptions } from './read-fpml.js';
