import type { Fault } from '#contracts';
import type { ResubmitOutcome } from '#platform/messaging';

const REFUSED = 'refused again: ';

/** What came of a repair, as it is kept and shown. */
export function outcomeText(outcome: ResubmitOutcome): string {
  switch (outcome.kind) {
    case 'applied':
      return `used, ${outcome.messages} message${outcome.messages === 1 ? '' : 's'}`;
    case 'not-parked':
      return 'was not parked any more';
    case 'refused':
      return `${REFUSED}${outcome.faults.map(({ field, value, rule }) => `${field || 'message'} = ${value}: ${rule}`).join('; ')}`;
  }
}

/** The faults that an outcome tells of; undefined when the repaired message was not refused. */
export function faultsIn(outcome: string): Fault[] | undefined {
  if (!outcome.startsWith(REFUSED)) return undefined;
  return outcome
    .slice(REFUSED.length)
    .split('; ')
    .map((text) => {
      const [, field = '', value = '', rule = text] = /^(\S+) = (.*?): (.*)$/.exec(text) ?? [];
      return { field, value, rule, remedy: 'Correct it and resubmit.' };
    });
}
