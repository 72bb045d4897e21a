import { useState } from 'react';
import type { Amount as Money, JournalView, PostingView } from '#contracts';
import type { List } from '../../api/resources.js';
import { exactDifference, exactSum } from '../../format/exact-sum.js';
import { useWords } from '../../language/words.js';
import { Amount, ProvedZero } from '../../parts/amount.js';
import { Icon } from '../../parts/icon.js';
import { Panel } from '../../parts/panel.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { postingId, type PostingPlace } from './posting-place.js';

interface PostingsProps {
  readonly journals: List<JournalView>;
  readonly place: PostingPlace | undefined;
  readonly onChoose: (place: PostingPlace) => void;
}

/** All journals of the trade with their proof; each posting can be asked why. */
export function Postings({ journals, place, onChoose }: PostingsProps) {
  const { t } = useWords();
  const [all, setAll] = useState(false);
  const books = new Set(journals.rows.map(({ book }) => book)).size;
  const shown = all ? journals.rows : journals.rows.slice(0, JOURNALS_SHOWN);
  return (
    <Panel
      title={t('postings.title')}
      meta={journals.total === undefined ? undefined : t('postings.count', { count: journals.total, books })}
    >
      {journals.total === undefined ? (
        journals.error ? (
          <Failure error={journals.error} onRetry={journals.retry} />
        ) : (
          <Loading rows={6} />
        )
      ) : journals.rows.length === 0 ? (
        <Empty mark="info" title={t('postings.none')}>
          <p>{t('postings.noneWhy')}</p>
        </Empty>
      ) : (
        <>
          <table className="t b">
            <thead>
              <tr>
                <th scope="col">{t('ledger.account')}</th>
                <th scope="col">{t('currency')}</th>
                <th scope="col" className="r">
                  {t('ledger.debit')}
                </th>
                <th scope="col" className="r">
                  {t('ledger.credit')}
                </th>
              </tr>
            </thead>
            {shown.map((journal) => (
              <Journal key={journal.journalId} journal={journal} place={place} onChoose={onChoose} />
            ))}
            <Sums journals={journals.rows} />
          </table>
          {(!all && journals.rows.length > JOURNALS_SHOWN) || !journals.complete ? (
            <p className="panel-foot">
              <button
                className="btn"
                type="button"
                onClick={() => {
                  setAll(true);
                  journals.loadMore();
                }}
              >
                {t('postings.more', { count: journals.total - shown.length })}
              </button>
            </p>
          ) : null}
        </>
      )}
    </Panel>
  );
}

const JOURNALS_SHOWN = 12;

function Journal({
  journal,
  place,
  onChoose,
}: {
  readonly journal: JournalView;
  readonly place: PostingPlace | undefined;
  readonly onChoose: (place: PostingPlace) => void;
}) {
  const { t, date, coded } = useWords();
  return (
    <tbody>
      <tr className="group">
        <th colSpan={4} scope="rowgroup">
          <span className="code" title={journal.journalId}>
            {journal.sequence}
          </span>{' '}
          {journal.book}, {date(journal.effectiveDate)}{' '}
          <span className="quiet plain">
            {t('postings.rule', { rule: journal.rule, version: journal.ruleVersion })}
            {journal.reverses && `, ${t('postings.reversal')}`}
            {journal.accounting !== 'common' && `, ${coded('accounting', journal.accounting)}`}
          </span>
        </th>
      </tr>
      {journal.postings.map((posting, index) => {
        const here = { journalId: journal.journalId, posting: index };
        const chosen = place?.journalId === here.journalId && place.posting === index;
        return (
          <tr key={index} className={chosen ? 'open' : undefined}>
            <th scope="row" className="posting">
              <button
                id={postingId(here)}
                type="button"
                className="cell-link"
                aria-pressed={chosen}
                onClick={() => onChoose(here)}
              >
                <span className="code">{posting.account}</span>
                <span>
                  {posting.accountName} {posting.detail && <span className="quiet">{posting.detail}</span>}
                </span>
                <Icon name="right" />
              </button>
            </th>
            <td>{currencyOf(posting)}</td>
            <td className="num">{posting.debit && <Amount value={posting.debit.amount} />}</td>
            <td className="num">{posting.credit && <Amount value={posting.credit.amount} />}</td>
          </tr>
        );
      })}
    </tbody>
  );
}

function Sums({ journals }: { readonly journals: readonly JournalView[] }) {
  const { t } = useWords();
  const postings = journals.flatMap(({ postings }) => postings);
  const currencies = [...new Set(postings.map(currencyOf))].sort();
  return (
    <tfoot>
      {currencies.map((currency) => {
        const debit = exactSum(amountsOf(postings, 'debit', currency));
        const credit = exactSum(amountsOf(postings, 'credit', currency));
        return (
          <tr key={currency}>
            <th scope="row">
              <ProvedZero value={exactDifference(debit, credit)} />{' '}
              <span className="quiet plain">{t('ledger.difference')}</span>
            </th>
            <td>{currency}</td>
            <td className="num">
              <span className="sum">
                <Amount value={debit} />
              </span>
            </td>
            <td className="num">
              <span className="sum">
                <Amount value={credit} />
              </span>
            </td>
          </tr>
        );
      })}
    </tfoot>
  );
}

export function currencyOf({ debit, credit }: PostingView): string {
  return (debit ?? credit)?.currency ?? '';
}

function amountsOf(postings: readonly PostingView[], side: 'debit' | 'credit', currency: string): string[] {
  return postings
    .map((posting) => posting[side])
    .filter((money): money is Money => money?.currency === currency)
    .map(({ amount }) => amount);
}
