export { watchBatches } from './batch-metrics.js';
export { createLogger, nestLogger } from './logger.js';
export { isReady, type ProbedService } from './probed-service.js';
export { probesOf } from './probes.js';
export { flushTraces, startTracing, stopTracing, traceBatches } from './tracing.js';
