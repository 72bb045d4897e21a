export { createLogger, nestLogger } from './logger.js';
export { isReady, probesOf, type ProbedService } from './probes.js';
