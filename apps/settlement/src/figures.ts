import { EnvironmentFault, type FigureStatement } from '#platform/database';

/** When the cut-offs are due, in the market's own time: it knows about summer time, the server's clock does not. */
interface CutOffTime {
  readonly time: string;
  readonly zone: string;
}

const DEFAULTS = { MATCHING_CUT_OFF: '18:00 UTC', SETTLEMENT_CUT_OFF: '18:30 UTC' } as const;

/** Names of the settings that are read here. */
export const cutOffSettings = Object.keys(DEFAULTS);

/** @throws EnvironmentFault naming every setting that cannot be used */
export function settlementFigures(environment: NodeJS.ProcessEnv): FigureStatement[] {
  const faults: string[] = [];
  const read = (name: keyof typeof DEFAULTS): CutOffTime => {
    const text = environment[name] || DEFAULTS[name];
    const [, time, zone] = /^((?:[01]\d|2[0-3]):[0-5]\d) ([A-Za-z_]+(?:\/[A-Za-z_]+)*)$/.exec(text) ?? [];
    if (time !== undefined && zone !== undefined && isZone(zone)) return { time, zone };
    faults.push(`  ${name}: ${text} must be a time and the market's zone, such as 16:00 Europe/Berlin`);
    return { time: '', zone: '' };
  };
  const matching = read('MATCHING_CUT_OFF');
  const settlement = read('SETTLEMENT_CUT_OFF');
  if (faults.length > 0) throw new EnvironmentFault(`the settings cannot be used:\n${faults.join('\n')}`);
  return [cutOffFigure(matching, settlement), OBLIGATIONS];
}

const OBLIGATIONS: FigureStatement = {
  name: 'asiento_obligations',
  help: 'Obligations in each state they have been in.',
  labels: ['state'],
  statement: 'select state, count as value from settlement.tally',
};

/** A cut-off that has been struck is not ahead any more; one that is due and has not been struck goes below zero. */
function cutOffFigure(matching: CutOffTime, settlement: CutOffTime): FigureStatement {
  return {
    name: 'asiento_seconds_to_cut_off',
    help: 'Seconds until the cut-off of the business date is due; below 0 while it is due and has not been struck.',
    labels: ['cut_off'],
    statement: `select due.cut_off,
        extract(epoch from (clock.business_date + due.at_time) at time zone due.zone - clock_timestamp()) as value
      from settlement.clock as clock
      join (values
        ('matching', time '${matching.time}', '${matching.zone}', array['start-of-day']),
        ('settlement', time '${settlement.time}', '${settlement.zone}', array['start-of-day', 'matching-cut-off'])
      ) as due(cut_off, at_time, zone, ahead_after) on clock.kind = any(due.ahead_after)`,
  };
}

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone !== '';
  } catch {
    // RangeError: the only way Intl tells that it does not know a zone.
    return false;
  }
}
