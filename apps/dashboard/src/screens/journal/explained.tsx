import { Link } from '@tanstack/react-router';
import type { JournalView } from '#contracts';
import { fieldText, inputName } from '../../format/field-text.js';
import { shortHash } from '../../format/hash.js';
import { useWords } from '../../language/words.js';
import { CopyableCode } from '../../parts/copy.js';
import { ruleSentence } from './rule-sentence.js';
import { sourcePlace } from './source-place.js';

interface OfJournal {
  readonly journal: JournalView;
}

/** What the entry is: where it stands, when, under which ids. */
export function JournalFacts({ journal }: OfJournal) {
  const { t, date, instant, coded, amount } = useWords();
  return (
    <dl className="kv">
      <dt>{t('journal.id')}</dt>
      <dd>
        <CopyableCode text={journal.journalId} what={t('journal.id')} />
      </dd>
      <dt>{t('ledger.book')}</dt>
      <dd>{journal.book}</dd>
      <dt>{t('chains.entry')}</dt>
      <dd>{amount(journal.sequence)}</dd>
      <dt>{t('explain.effective')}</dt>
      <dd>{date(journal.effectiveDate)}</dd>
      <dt>{t('explain.written')}</dt>
      <dd title={journal.recordedAt}>{instant(journal.recordedAt)}</dd>
      <dt>{t('journal.accounting')}</dt>
      <dd>{coded('accounting', journal.accounting)}</dd>
      <dt>{t('journal.hash')}</dt>
      <dd>
        <CopyableCode text={journal.hash} shown={shortHash(journal.hash)} what={t('journal.hash')} />
      </dd>
    </dl>
  );
}

/** Why the amounts are what they are. The books keep the sentence of a rule in English, whoever reads it. */
export function JournalWhy({ journal }: OfJournal) {
  const words = useWords();
  const { t } = words;
  const { inputs, formula, rounding } = journal.explain;
  return (
    <>
      <div className="formula" lang="en">
        {ruleSentence(journal.explain)}
      </div>
      <dl className="kv">
        <dt>{t('explain.rule')}</dt>
        <dd>
          <span className="code">{journal.rule}</span>, {t('trade.version', { version: journal.ruleVersion })}
        </dd>
        <dt>{t('journal.formula')}</dt>
        <dd lang="en">{formula}</dd>
        <dt>{t('journal.rounding')}</dt>
        <dd lang="en">{rounding}</dd>
      </dl>
      <h3>{t('journal.inputs')}</h3>
      {Object.keys(inputs).length === 0 ? (
        <p className="quiet">{t('journal.noInputs')}</p>
      ) : (
        <dl className="kv" data-inputs>
          {Object.entries(inputs).map(([name, value]) => (
            <div key={name} className="pair">
              <dt title={name}>{inputName(name, words)}</dt>
              <dd>{fieldText(name, value, words)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  );
}

/** The message that caused it, to the place where it stands in its log. */
export function JournalSource({ journal }: OfJournal) {
  const { t } = useWords();
  const place = sourcePlace(journal.source);
  return (
    <dl className="kv">
      <dt>{t('explain.event')}</dt>
      <dd>
        <CopyableCode text={journal.sourceEventId} what={t('explain.event')} />
      </dd>
      {place === undefined ? (
        <>
          <dt>{t('journal.place')}</dt>
          <dd className="code">{journal.source}</dd>
        </>
      ) : (
        <>
          <dt>{t('message.topic')}</dt>
          <dd className="code">{place.topic}</dd>
          <dt>{t('message.place')}</dt>
          <dd className="code">
            {place.partition}, {place.offset}
          </dd>
        </>
      )}
      {journal.tradeId !== '' && (
        <>
          <dt>{t('column.trade')}</dt>
          <dd>
            <Link
              className="code"
              to="/trades/$tradeId"
              params={{ tradeId: journal.tradeId }}
              search={{ journal: journal.journalId }}
            >
              {journal.tradeId}
            </Link>
          </dd>
        </>
      )}
    </dl>
  );
}

/** Who decided it and who agreed; where a rule did, that is said. */
export function JournalPeople({ journal: { actor, approver } }: OfJournal) {
  const { t } = useWords();
  if (actor === null && approver === null) return <p className="soft">{t('journal.byRule')}</p>;
  return (
    <dl className="kv">
      <dt>{t('journal.decided')}</dt>
      <dd>{actor ?? t('journal.nobody')}</dd>
      <dt>{t('journal.approved')}</dt>
      <dd>{approver ?? t('journal.nobody')}</dd>
    </dl>
  );
}
