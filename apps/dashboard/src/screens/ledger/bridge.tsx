import type { UnitBridge } from '#contracts';
import { useUnitBridge } from '../../api/reports.js';
import { isZero } from '../../format/amount.js';
import { inOrder, shortBook } from '../../format/books.js';
import { exactSum } from '../../format/exact-sum.js';
import { useWords } from '../../language/words.js';
import { Amount, ProvedZero } from '../../parts/amount.js';
import { Panel } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';
import { Status } from '../../parts/status.js';
import type { ReportSearch } from '../../search.js';
import { ReadReport } from './read-report.js';

/** What each book is owed by the others. */
export function BridgeMatrix({ currency, asked }: { readonly currency: string; readonly asked: ReportSearch }) {
  const { t } = useWords();
  return (
    <Panel title={t('bridge.titleIn', { currency })} meta={t('bridge.meta')}>
      <ReadReport from={useUnitBridge(asked)} rows={4}>
        {({ cells }) => <Matrix cells={cells.filter((cell) => cell.currency === currency)} />}
      </ReadReport>
    </Panel>
  );
}

/** That what the books owe each other cancels out, per currency and value date. */
export function BridgeProof({ asked }: { readonly asked: ReportSearch }) {
  const { t } = useWords();
  return (
    <Panel title={t('bridge.proof')} meta={t('bridge.sum')}>
      <ReadReport from={useUnitBridge(asked)} rows={4}>
        {({ proof }) => <Proof proof={proof} />}
      </ReadReport>
    </Panel>
  );
}

function Matrix({ cells }: { readonly cells: UnitBridge['cells'] }) {
  const { t, coded } = useWords();
  if (cells.length === 0) return <Empty mark="info" title={t('bridge.noneIn')} />;
  const books = inOrder([...new Set(cells.flatMap(({ book, other }) => [book, other]))]);
  const name = (book: string): string => (book.startsWith('house.') ? coded('unit', shortBook(book)) : shortBook(book));
  const between = (book: string, other: string) =>
    exactSum(cells.filter((cell) => cell.book === book && cell.other === other).map(({ balance }) => balance));
  return (
    <div className="scroll">
      <table className="t b matrix">
        <thead>
          <tr>
            <th scope="col">{t('bridge.claimOn')}</th>
            {books.map((book) => (
              <th key={book} scope="col" className="r" title={book}>
                {name(book)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {books.map((other) => (
            <tr key={other}>
              <th scope="row" title={other}>
                {name(other)}
              </th>
              {books.map((book) =>
                book === other ? (
                  <td key={book} data-own>
                    <span className="hide">{t('bridge.own')}</span>
                  </td>
                ) : (
                  <td key={book} className="num">
                    <Cell value={between(book, other)} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row">{t('bridge.net')}</th>
            {books.map((book) => (
              <td key={book} className="num">
                <span className="sum">
                  <Amount value={exactSum(cells.filter((cell) => cell.book === book).map(({ balance }) => balance))} />
                </span>
              </td>
            ))}
          </tr>
        </tfoot>
      </table>
    </div>
  );
}

function Cell({ value }: { readonly value: string }) {
  return isZero(value) ? <span className="quiet">–</span> : <Amount value={value} />;
}

function Proof({ proof }: { readonly proof: UnitBridge['proof'] }) {
  const { t, date } = useWords();
  if (proof.length === 0) return <Empty mark="info" title={t('bridge.none')} />;
  const holds = proof.filter(({ sum, datesOff }) => isZero(sum) && datesOff.length === 0).length;
  return (
    <>
      <table className="t b">
        <thead>
          <tr>
            <th scope="col">{t('currency')}</th>
            <th scope="col" className="r">
              {t('bridge.sumShort')}
            </th>
            <th scope="col">{t('bridge.dates')}</th>
          </tr>
        </thead>
        <tbody>
          {proof.map(({ currency, sum, datesOff }) => (
            <tr key={currency}>
              <th scope="row">{currency}</th>
              <td className="num">
                <ProvedZero value={sum} holds={datesOff.length === 0} />
              </td>
              <td className="wrap">
                {datesOff.length === 0 ? (
                  <span className="quiet">{t('bridge.datesNet')}</span>
                ) : (
                  <Status mark="failing" word={datesOff.map((each) => date(each)).join(', ')} />
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="panel-foot">
        {holds === proof.length ? (
          <Status mark="settled" word={t('bridge.holds', { count: holds })} />
        ) : (
          <Status mark="failing" word={t('bridge.off')} />
        )}
      </p>
    </>
  );
}
