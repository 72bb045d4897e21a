import type { Fault, TradeEvent } from '#contracts';
import { referenceData } from '#domain/parties';
import { enrich, type Office, type Provenance, type Trade } from '#domain/trade';
import type { Received } from '#platform/messaging';
import type { KeptVersion } from './storage/version.store.js';

/** The version that an office reports, enriched; or the faults for which it cannot be used. */
export function readVersion(
  { event, message }: Received<TradeEvent>,
  side: Office,
): KeptVersion | { faults: readonly Fault[] } {
  const wrong = wrongVersion(event);
  if (wrong) return { faults: [wrong] };
  let trade: Trade | null = null;
  let provenance: readonly Provenance[] = [];
  if (event.action !== 'CANCEL') {
    const enrichment = enrich(event.terms, referenceData);
    if (enrichment.kind === 'refused') return { faults: enrichment.faults };
    ({ trade, provenance } = enrichment);
  }
  return {
    tradeId: event.tradeId,
    side,
    version: event.version,
    action: event.action,
    trade,
    provenance,
    topic: message.topic,
    partition: message.partition,
    offset: message.offset.toString(),
    sentAt: message.time,
    rawMessage: message.body,
  };
}

function wrongVersion({ action, version }: TradeEvent): Fault | undefined {
  if (action === 'NEW' && version !== 1)
    return {
      field: '/version',
      value: String(version),
      rule: 'a NEW has version 1',
      remedy: 'Send AMEND for later versions.',
    };
  if (action === 'AMEND' && version === 1)
    return {
      field: '/version',
      value: '1',
      rule: 'an AMEND has version 2 or higher',
      remedy: 'Send NEW for version 1.',
    };
  return undefined;
}
