export { createLogger, nestLogger } from './logger.js';
export { createMetrics, type ServiceGauges } from './metrics.js';
