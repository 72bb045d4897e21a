import { setTimeout as sleep } from 'node:timers/promises';
import { encode, type EventContract, type EventOf } from '#contracts';
import type { MessageBus } from '#platform/messaging';
import { problem } from './problem.js';

const WAIT_FOR_EFFECT_MS = 5_000;
const LOOK_AGAIN_MS = 40;

/**
 * Sends what a clerk has decided on its way and waits until it has been handled. It is a message, so a replay of the day
 * applies it again.
 * @param effect what came of it; undefined until it has been handled
 * @throws ProblemException 503 when that takes longer than a clerk waits
 */
export async function decide<Contract extends EventContract, Effect>(
  bus: MessageBus,
  contract: Contract,
  decision: EventOf<Contract> & { readonly decidedAt: string },
  effect: () => Promise<Effect | undefined>,
): Promise<Effect> {
  await bus.send([
    {
      topic: contract.topic,
      key: contract.key(decision),
      time: decision.decidedAt,
      body: encode(contract, decision),
    },
  ]);
  for (let waited = 0; waited < WAIT_FOR_EFFECT_MS; waited += LOOK_AGAIN_MS) {
    const found = await effect();
    if (found !== undefined) return found;
    await sleep(LOOK_AGAIN_MS);
  }
  throw problem(
    503,
    'decision-under-way',
    'The decision is under way',
    'It is kept and will be applied; look again in a moment, it need not be sent again.',
  );
}
