import { setTimeout as sleep } from 'node:timers/promises';
import type { House } from '#apps/asiento';
import type { OutgoingMessage } from '#platform/messaging';
import { businessClockTick } from '#contracts';
import { faults, services, type FaultKind, type Scene } from './faults.js';

/** One fault, and how long it was until every service worked again. */
export interface Suffered {
  readonly kind: FaultKind;
  readonly recoveryMs: number;
}

/** After this long without all services at work the run has failed. */
const LONGEST_RECOVERY_MS = 90_000;
const LOOK_MS = 50;

/**
 * Sends what the outside world says, and lets faults happen at places that follow from the seed: among the messages, and after
 * ticks of the clock, when settlement and posting are in full flow.
 */
export class UnderFire {
  readonly suffered: Suffered[] = [];
  private readonly amongMessages: { at: number; kind: FaultKind }[] = [];
  private afterTicks: { tick: number; kind: FaultKind }[] = [];
  private sent = 0;
  private ticks = 0;

  constructor(
    private readonly scene: Scene,
    private readonly bus: Pick<House['bus'], 'send'>,
    planned: readonly FaultKind[],
    { messages, ticks }: { readonly messages: number; readonly ticks: number },
    private readonly onFault: (suffered: Suffered) => void,
  ) {
    const { chance } = scene;
    for (const kind of planned)
      if (chance.happens(35)) this.afterTicks.push({ tick: 1 + chance.below(ticks), kind });
      else this.amongMessages.push({ at: chance.below(messages), kind });
    this.amongMessages.sort((left, right) => left.at - right.at);
  }

  async send(messages: readonly OutgoingMessage[]): Promise<void> {
    let rest = messages;
    for (;;) {
      const [next] = this.amongMessages;
      const until = next ? Math.max(0, next.at - this.sent) : rest.length;
      if (!next || until >= rest.length) break;
      await this.pass(rest.slice(0, until));
      rest = rest.slice(until);
      // A fault that could not be made is made when the sender tries again, as after a restart it does.
      await this.suffer(next.kind);
      this.amongMessages.shift();
    }
    await this.pass(rest);
    if (messages[0]?.topic !== businessClockTick.topic) return;
    this.ticks += 1;
    for (const due of this.afterTicks.filter(({ tick }) => tick <= this.ticks)) {
      // Into the flow that the tick has set off.
      await sleep(this.scene.chance.below(400));
      await this.suffer(due.kind);
      this.afterTicks = this.afterTicks.filter((one) => one !== due);
    }
  }

  /** What a test did not come to (fewer messages than thought) happens before the end. */
  async rest(): Promise<void> {
    for (const { kind } of [...this.amongMessages.splice(0), ...this.afterTicks.splice(0)]) await this.suffer(kind);
  }

  private async pass(messages: readonly OutgoingMessage[]): Promise<void> {
    if (messages.length > 0) await this.bus.send(messages);
    this.sent += messages.length;
  }

  private async suffer(kind: FaultKind): Promise<void> {
    await faults[kind](this.scene);
    const began = Date.now();
    await this.allAtWork(began);
    const suffered = { kind, recoveryMs: Date.now() - began };
    this.suffered.push(suffered);
    this.onFault(suffered);
  }

  private async allAtWork(began: number): Promise<void> {
    const { processes } = this.scene.house;
    for (const { name } of services)
      while (!(await isReady(processes.urlOf(name)))) {
        if (Date.now() - began > LONGEST_RECOVERY_MS)
          throw new Error(
            `${name} is not at work ${LONGEST_RECOVERY_MS / 1000} s after the fault: ${await why(processes.urlOf(name))}`,
          );
        await sleep(LOOK_MS);
      }
  }
}

async function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
    ({ ok }) => ok,
    () => false,
  );
}

async function why(url: string): Promise<string> {
  return fetch(`${url}/readyz`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.text(),
    (error: Error) => error.message,
  );
}
