import { confirmation } from '#apps/confirmation';
import { gatewayOver, ServicesBehind } from '#apps/gateway';
import { intake } from '#apps/intake';
import { ledger } from '#apps/ledger';
import { reconciliation } from '#apps/reconciliation';
import { settlement } from '#apps/settlement';
import { simulator } from '#apps/simulator';
import { units } from '#apps/units';
import { allContracts, deskBreakDecision, deskRepair } from '#contracts';
import { PEOPLE_KEY } from '#platform/identity';
import type { ServiceDefinition } from '#platform/service';

/** The services with business in them, in the order of a trade's way. */
export const businessServices: readonly ServiceDefinition[] = [
  intake,
  reconciliation,
  confirmation,
  settlement,
  ledger,
  units,
];

const outside = allContracts.filter(({ origin }) => origin === 'outside');

/** Front and middle office, counterparties and custodian of a demo. */
export const simulatedWorld = simulator;

/** The gateway sends what is imported, so it may append to every topic of outside senders. */
export function gatewayDefinition(
  behind: ServicesBehind,
  { peopleKey, dashboard }: { readonly peopleKey?: Buffer; readonly dashboard?: string | undefined } = {},
): ServiceDefinition {
  const key = peopleKey ? { [PEOPLE_KEY]: peopleKey.toString('hex') } : {};
  return { ...gatewayOver(behind, { environment: { ...process.env, ...key }, dashboard }), says: outside };
}

export function allDefinitions(behind: ServicesBehind): ServiceDefinition[] {
  return [...businessServices, simulator, gatewayDefinition(behind)];
}

/** Topics whose messages are counted, each with the one service that accounts for it; the clock counts for nothing. */
export const accountedContracts = outside.filter(({ topic }) => topic !== 'business-clock.ticks.v1');

export const accountedTopics: readonly { topic: string; service: string }[] = accountedContracts.map(({ topic }) => ({
  topic,
  service: ownerOf(topic),
}));

function ownerOf(topic: string): string {
  if (topic === deskRepair.topic) return 'intake';
  if (topic === deskBreakDecision.topic) return 'reconciliation';
  const owner = businessServices.find(({ hears }) => hears.some((contract) => contract.topic === topic));
  if (!owner) throw new Error(`no service hears ${topic}`);
  return owner.name;
}
