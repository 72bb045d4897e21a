import { jsonSchemaOf } from './codec.js';
import type { EventContract } from './event-contract.js';
import { allContracts } from './registry.js';

/** The published form of the contracts, generated from the schemas and checked in; a difference fails the tests. */
export function contractDocuments(): Map<string, unknown> {
  const documents = new Map<string, unknown>();
  for (const contract of allContracts)
    documents.set(`docs/contracts/${contract.topic}.schema.json`, {
      title: contract.topic,
      description: contract.description,
      ...jsonSchemaOf(contract),
    });
  documents.set('docs/contracts/asyncapi.json', asyncApi());
  return documents;
}

const name = ({ topic }: EventContract): string => topic.replaceAll(/[^A-Za-z0-9]/g, '_');

/** AsyncAPI 3.0 over all topics, with Kafka bindings. */
function asyncApi(): unknown {
  const channels: Record<string, unknown> = {};
  const operations: Record<string, unknown> = {};
  for (const contract of allContracts) {
    const { topic, description, partitions, cleanup, origin } = contract;
    channels[name(contract)] = {
      address: topic,
      description,
      messages: {
        event: {
          contentType: 'application/json',
          headers: {
            type: 'object',
            properties: {
              ce_id: { type: 'string' },
              ce_type: { const: topic },
              ce_source: { type: 'string' },
              ce_time: { type: 'string', format: 'date-time' },
              ce_specversion: { const: '1.0' },
            },
          },
          payload: { $ref: `./${topic}.schema.json` },
          bindings: { kafka: { key: { type: 'string' }, bindingVersion: '0.5.0' } },
        },
      },
      bindings: {
        kafka: { topic, partitions, topicConfiguration: { 'cleanup.policy': [cleanup] }, bindingVersion: '0.5.0' },
      },
    };
    // From the reader's point of view of AsyncAPI 3: what outsiders send we receive, what our services say we send.
    operations[`${origin === 'outside' ? 'receive' : 'send'}_${name(contract)}`] = {
      action: origin === 'outside' ? 'receive' : 'send',
      channel: { $ref: `#/channels/${name(contract)}` },
    };
  }
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Asiento',
      version: '1.0.0',
      description: 'Events of the back office: what it hears from outside and what its services say.',
    },
    defaultContentType: 'application/json',
    channels,
    operations,
  };
}
