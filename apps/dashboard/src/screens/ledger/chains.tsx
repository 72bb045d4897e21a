import type { LedgerSummary } from '#contracts';
import { useLedgerSummary } from '../../api/resources.js';
import { amountText } from '../../format/amount.js';
import { inOrder } from '../../format/books.js';
import { shortHash } from '../../format/hash.js';
import { useWords } from '../../language/words.js';
import { Panel, Read } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';

type Chain = LedgerSummary['chains'][number];

/** Each book is one chain of hashes; its head stands for everything before it. */
export function Chains() {
  const { t } = useWords();
  return (
    <Panel title={t('chains.title')} meta={t('chains.meta')}>
      <Read from={useLedgerSummary()} rows={3}>
        {({ chains }) => <Heads chains={chains} />}
      </Read>
    </Panel>
  );
}

/** Up to which entry of each book a report has read; the heads prove that nothing before them was changed since. */
export function ChainsOfReport({ upTo }: { readonly upTo: readonly Chain[] }) {
  const { t } = useWords();
  return (
    <Panel title={t('chains.title')} meta={t('chains.upTo')}>
      <Heads chains={upTo} />
    </Panel>
  );
}

function Heads({ chains }: { readonly chains: readonly Chain[] }) {
  const { t, separators } = useWords();
  if (chains.length === 0) return <Empty mark="info" title={t('proof.noJournals')} />;
  return (
    <table className="t b">
      <thead>
        <tr>
          <th scope="col">{t('ledger.book')}</th>
          <th scope="col" className="r">
            {t('chains.entry')}
          </th>
          <th scope="col" className="r">
            {t('chains.head')}
          </th>
        </tr>
      </thead>
      <tbody>
        {inOrder(chains.map(({ book }) => book)).map((book) => {
          const chain = chains.find((each) => each.book === book);
          return (
            <tr key={book}>
              <th scope="row">{book}</th>
              <td className="num">{amountText(chain?.sequence ?? '', separators)}</td>
              <td className="r hash" title={chain?.head}>
                {shortHash(chain?.head ?? '')}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
