import { createHash } from 'node:crypto';
import { decode, UnreadableMessage, type EventContract, type Fault } from '#contracts';
import type { IncomingMessage } from './message.js';
import { LARGEST_BODY_BYTES } from './message-log.js';
import { isKeepable } from './text.js';

/** SHA-256 of the original, as it came. */
export function contentHashOf({ originalHash, bytes, body }: IncomingMessage): Buffer {
  return (
    originalHash ??
    createHash('sha256')
      .update(bytes ?? body)
      .digest()
  );
}

/** A message and what became of it when it was read: an event, or the faults because of which there is none. */
export class ReadMessage {
  private hash: Buffer | undefined;

  constructor(
    readonly message: IncomingMessage,
    readonly event: unknown,
    readonly faults: readonly Fault[] | undefined,
  ) {}

  get contentHash(): Buffer {
    this.hash ??= contentHashOf(this.message);
    return this.hash;
  }
}

/** Services of one process are given the same messages; nobody changes an event. */
const read = new WeakMap<IncomingMessage, ReadMessage>();

/** Spares readers the decoding of what a service in this process has said: the event is what they would read. */
export function knownAlready(message: IncomingMessage, event: unknown): void {
  read.set(message, new ReadMessage(message, event, undefined));
}

/** Decodes one message. Whatever a sender may have put into it, the answer is an event or faults, never an error. */
export function readMessage(contract: EventContract, message: IncomingMessage): ReadMessage {
  const known = read.get(message);
  if (known) return known;
  const fresh = readAnew(contract, message);
  read.set(message, fresh);
  return fresh;
}

function readAnew(contract: EventContract, message: IncomingMessage): ReadMessage {
  const faults = faultsOfForm(message);
  if (faults) return new ReadMessage(message, undefined, faults);
  try {
    const event = decode(contract, message.body);
    const unkeepable = contract.origin === 'outside' ? faultsOfText(message.body, event) : undefined;
    return new ReadMessage(message, event, unkeepable);
  } catch (error) {
    if (error instanceof UnreadableMessage) return new ReadMessage(message, undefined, error.faults);
    // Thousands of brackets in each other overrun the stack of whoever walks them; they will next time as well.
    if (error instanceof RangeError) return new ReadMessage(message, undefined, [NESTED_TOO_DEEPLY]);
    throw error;
  }
}

function faultsOfForm({ topic, partition, offset, size, bytes, body }: IncomingMessage): Fault[] | undefined {
  if (size > LARGEST_BODY_BYTES)
    return [
      {
        field: '',
        value: `${size} bytes`,
        rule: `is larger than ${LARGEST_BODY_BYTES} bytes`,
        remedy: `Send one trade a message; the original stays in ${topic} ${partition} at ${offset}.`,
      },
    ];
  if (bytes)
    return [
      {
        field: '',
        value: body.trim().slice(0, 100) || 'blanks',
        rule: 'is not valid UTF-8 text',
        remedy: 'Send JSON in UTF-8.',
      },
    ];
  return undefined;
}

const NESTED_TOO_DEEPLY: Fault = {
  field: '',
  value: 'this message',
  rule: 'is nested too deeply to be read',
  remedy: 'Compare it with the schema of the topic.',
};

/** Only an escape can bring such a character in; the body itself is valid text. */
const SUSPICIOUS = /\\u(?:0000|d[89a-f])/i;

function faultsOfText(body: string, event: unknown): Fault[] | undefined {
  if (!SUSPICIOUS.test(body)) return undefined;
  const field = unkeepableField(event, '');
  if (field === undefined) return undefined;
  return [
    {
      field,
      value: 'a character without meaning',
      rule: 'holds U+0000 or half a surrogate pair, which no database keeps',
      remedy: 'Remove the character.',
    },
  ];
}

function unkeepableField(value: unknown, path: string): string | undefined {
  if (typeof value === 'string') return isKeepable(value) ? undefined : path;
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [name, field] of Object.entries(value)) {
    const found = isKeepable(name) ? unkeepableField(field, `${path}/${name}`) : path;
    if (found !== undefined) return found;
  }
  return undefined;
}
