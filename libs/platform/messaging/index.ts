export { RefusedMessage, type Batch, type BatchHandler, type Received } from './batch.js';
export { MessageBus } from './bus.js';
export type { IncomingMessage, OutgoingMessage } from './message.js';
export { HandlesBatch } from './handles-batch.js';
