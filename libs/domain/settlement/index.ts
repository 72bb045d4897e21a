export {
  isEmpty,
  nothingSettled,
  originalParts,
  partOf,
  PartRefused,
  remainder,
  withPart,
  type Obligation,
  type Parts,
} from './obligation.js';
export { reasonText } from './reasons.js';
