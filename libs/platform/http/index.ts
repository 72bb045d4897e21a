export { decide } from './decide.js';
export { onlyKeepablePaths } from './only-keepable-paths.js';
export { problem, ProblemException, ProblemFilter } from './problem.js';
export {
  cutPage,
  decodeCursor,
  encodeCursor,
  isInstant,
  isUuid,
  oneOf,
  pageLimit,
  readBody,
  textParameter,
} from './request.js';
export { securityHeaders } from './security-headers.js';
