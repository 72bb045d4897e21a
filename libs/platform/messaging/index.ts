export { RefusedMessage, type Batch, type BatchHandler, type Received } from './batch.js';
export { MessageBus, type PartitionHead } from './bus.js';
export { HandlesBatch } from './handles-batch.js';
export type { IncomingMessage, OutgoingMessage } from './message.js';
export { MessagingStrategy, type StrategyOptions } from './messaging-strategy.js';
export { ParkedMessages, type ParkedMessage, type ResubmitOutcome } from './parked-messages.js';
export { PostgresBus } from './postgres-bus.js';
export { deadLetterTopic, logGrantsSql, logTable, logTablesSql, messagingTablesSql } from './tables.js';
export type { WorkerHealth } from './worker-health.js';
