import type { CashLadderRow } from '#contracts';
import { rowsOf, useCashLadder, useSettlementSummary } from '../../api/resources.js';
import { isZero } from '../../format/amount.js';
import { exactSum } from '../../format/exact-sum.js';
import { useWords } from '../../language/words.js';
import { Amount } from '../../parts/amount.js';
import { Panel, Read } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';

const DAYS = 3;

/** Cash per currency over all nostros: what has settled today, what the next days bring, what hangs. */
export function LadderExcerpt() {
  const { t, date } = useWords();
  const businessDate = useSettlementSummary().data?.businessDate ?? null;
  return (
    <Panel title={t('ladder.title')} meta={t('ladder.meta')} className="c6">
      <Read from={useCashLadder()}>
        {(answer) => {
          const rows = rowsOf(answer);
          if (rows.length === 0) return <Empty mark="info" title={t('ladder.none')} />;
          const days = nextDays(rows, businessDate);
          return (
            <table className="t b">
              <thead>
                <tr>
                  <th scope="col">{t('currency')}</th>
                  <th scope="col" className="r">
                    {t('ladder.settled', { date: date(days[0] ?? '', 'short') })}
                  </th>
                  {days.map((day, index) => (
                    <th key={day} scope="col" className={index === 2 ? 'r p1' : 'r'}>
                      {t('ladder.expected', { date: date(day, 'short') })}
                    </th>
                  ))}
                  <th scope="col" className="r">
                    {t('ladder.failing')}
                  </th>
                </tr>
              </thead>
              <tbody>
                {[...new Set(rows.map(({ currency }) => currency))].sort().map((currency) => (
                  <CurrencyRow
                    key={currency}
                    currency={currency}
                    rows={rows.filter((row) => row.currency === currency)}
                    days={days}
                  />
                ))}
              </tbody>
            </table>
          );
        }}
      </Read>
    </Panel>
  );
}

function CurrencyRow({
  currency,
  rows,
  days,
}: {
  readonly currency: string;
  readonly rows: readonly CashLadderRow[];
  readonly days: readonly string[];
}) {
  const of = (day: string | undefined, amount: 'expected' | 'settled') =>
    exactSum(rows.filter(({ valueDate }) => valueDate === day).map((row) => row[amount]));
  const failing = exactSum(rows.map((row) => row.failing));
  return (
    <tr>
      <th scope="row">{currency}</th>
      <td className="num">
        <Movement value={of(days[0], 'settled')} />
      </td>
      {days.map((day, index) => (
        <td key={day} className={`num${index === 0 ? ' strong' : ''}${index === 2 ? ' p1' : ''}`}>
          <Movement value={of(day, 'expected')} />
        </td>
      ))}
      <td className={isZero(failing) ? 'num' : 'num heldup'}>
        <Movement value={failing} />
      </td>
    </tr>
  );
}

function Movement({ value }: { readonly value: string }) {
  return isZero(value) ? <span className="quiet">–</span> : <Amount value={value} movement />;
}

/** The business date and the value dates after it that have cash; the last ones when the clock is past them all. */
function nextDays(rows: readonly CashLadderRow[], businessDate: string | null): readonly string[] {
  const dates = [...new Set(rows.map(({ valueDate }) => valueDate))].sort();
  const coming = dates.filter((day) => businessDate === null || day >= businessDate);
  return coming.length === 0 ? dates.slice(-DAYS) : coming.slice(0, DAYS);
}
