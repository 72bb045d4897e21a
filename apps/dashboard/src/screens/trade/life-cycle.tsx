import type { TimelineEntry, TradeDetail } from '#contracts';
import { lagText } from '../../format/dates.js';
import { useWords } from '../../language/words.js';
import { Icon } from '../../parts/icon.js';
import { markOf } from '../../parts/status.js';

const way = ['CAPTURED', 'ENRICHED', 'RECONCILED', 'CONFIRMED', 'INSTRUCTED', 'MATCHED', 'SETTLED'] as const;

/** States that leave the straight way stand where they turned off it. */
const aside: Readonly<Record<string, number>> = { PARTIALLY_SETTLED: 6, FAILING: 6, CANCEL_PENDING: 6, CANCELLED: 6 };

/** How far the trade has come on its one way through the house. */
export function LifeCycle({ trade: { row, timeline } }: { readonly trade: TradeDetail }) {
  const { t, coded, instant } = useWords();
  const reached = aside[row.state] ?? way.indexOf(row.state as (typeof way)[number]);
  const last = row.state in aside ? row.state : 'SETTLED';
  const steps = [...way.slice(0, -1), last];
  let before: TimelineEntry | undefined;
  return (
    <ol className="track" aria-label={t('trade.lifeCycle')}>
      {steps.map((state, index) => {
        const entry = timeline.findLast(({ to }) => to === state);
        const there = entry !== undefined || (index <= reached && state === row.state);
        const current = state === row.state;
        const passed = !there && index < reached;
        const since = entry && before ? lagText(before.at, entry.at) : '';
        if (entry) before = entry;
        const mark = !there ? 'info' : current ? markOf(state) : 'settled';
        return (
          <li
            key={state}
            className={there && index < reached ? 'done' : undefined}
            aria-current={current ? 'step' : undefined}
          >
            <span className={`st st-${mark}`}>{there ? <Icon name={mark} /> : <span className="hollow" />}</span>
            <b className={there ? undefined : 'quiet'}>{coded('state', state)}</b>
            <span>
              {entry
                ? since || instant(entry.at)
                : t(passed ? 'trade.skipped' : current ? 'trade.now' : 'trade.notYet')}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
