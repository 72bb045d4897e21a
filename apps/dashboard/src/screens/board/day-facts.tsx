import type { CSSProperties } from 'react';
import { Link } from '@tanstack/react-router';
import type { IntakeSummary, LedgerSummary } from '#contracts';
import { useIntakeSummary, useLedgerSummary } from '../../api/resources.js';
import { useWords } from '../../language/words.js';
import { Icon } from '../../parts/icon.js';
import { Read } from '../../parts/panel.js';
import { Status, type Mark } from '../../parts/status.js';

type Place = keyof IntakeSummary['trades'];

const places: readonly { readonly place: Place; readonly mark: Mark; readonly state?: string }[] = [
  { place: 'settled', mark: 'settled', state: 'SETTLED' },
  { place: 'open', mark: 'pending' },
  { place: 'failing', mark: 'failing', state: 'FAILING' },
  { place: 'cancelled', mark: 'held', state: 'CANCELLED' },
  { place: 'parked', mark: 'parked' },
];

/** Trades in are trades accounted for; the sum is checked before the reader's eyes. */
export function DayFacts() {
  const { t } = useWords();
  return (
    <section className="panel c12" aria-label={t('board.facts')}>
      <div className="day">
        <div>
          <Read from={useIntakeSummary()} rows={2}>
            {(summary) => <Trades summary={summary} />}
          </Read>
        </div>
        <Read from={useLedgerSummary()} rows={2}>
          {(summary) => <LedgerFacts summary={summary} />}
        </Read>
      </div>
    </section>
  );
}

function Trades({ summary }: { readonly summary: IntakeSummary }) {
  const { t, count } = useWords();
  const { trades, tradesIn } = summary;
  const accounted = Object.values(trades).reduce((sum, trades) => sum + trades, 0);
  return (
    <>
      <div className="top">
        <span className="label">{t('board.tradesIn')}</span>
        <span className="figure">{count(tradesIn)}</span>
        {accounted === tradesIn ? (
          <span className="zero">
            <Icon name="check" />
            {t('board.allAccounted', { count: count(accounted) })}
          </span>
        ) : (
          <Status
            mark="failing"
            word={t('board.notAccounted', { count: count(accounted), tradesIn: count(tradesIn) })}
          />
        )}
      </div>
      <div className="stack" aria-hidden="true">
        {places
          .filter(({ place }) => trades[place] > 0)
          .map(({ place, mark }) => (
            <i key={place} className={`st-${mark}`} style={{ '--share': trades[place] } as CSSProperties} />
          ))}
      </div>
      <div className="legend">
        {places.map(({ place, mark, state }) => (
          <span key={place} className={`st st-${mark}`}>
            <Icon name={mark} />
            {place === 'parked' ? (
              <Link to="/repair">{t('board.place.parked')}</Link>
            ) : (
              <Link to="/trades" search={{ state: place === 'open' ? 'open' : state }}>
                {t(`board.place.${place}`)}
              </Link>
            )}
            <b>{count(trades[place])}</b>
          </span>
        ))}
      </div>
    </>
  );
}

function LedgerFacts({ summary }: { readonly summary: LedgerSummary }) {
  const { t, count } = useWords();
  return (
    <>
      <div>
        <div className="top">
          <span className="label">{t('board.journals')}</span>
          <span className="figure">{count(summary.journals)}</span>
        </div>
        <p className="soft">
          {t('board.postings', { postings: count(summary.postings), chains: count(summary.chains.length) })}
        </p>
        <p>
          <Link to="/ledger">{t('board.openLedger')}</Link>
        </p>
      </div>
      <div>
        <p className="label">{t('board.proofs')}</p>
        <ul className="proofs">
          <li>
            <Status
              mark={summary.booksBalance ? 'settled' : 'failing'}
              word={t(summary.booksBalance ? 'proof.books' : 'proof.booksOff')}
            />
          </li>
          <li>
            <Status
              mark={summary.interUnitZero ? 'settled' : 'failing'}
              word={t(summary.interUnitZero ? 'proof.bridge' : 'proof.bridgeOff')}
            />
          </li>
        </ul>
      </div>
    </>
  );
}
