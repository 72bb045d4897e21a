import { useEffect, useRef, useState, type KeyboardEvent } from 'react';
import { Link } from '@tanstack/react-router';
import type { JournalView, TradeDetail, TradeVersionView } from '#contracts';
import { fieldName, fieldText, inputName } from '../../format/field-text.js';
import { shortHash } from '../../format/hash.js';
import { prettyMessage } from '../../format/pretty-message.js';
import { useWords } from '../../language/words.js';
import { MoneyText } from '../../parts/amount.js';
import { Empty } from '../../parts/states.js';
import type { PostingPlace } from './posting-place.js';
import { currencyOf } from './postings.js';

const tabs = ['explain', 'message', 'provenance'] as const;
type Tab = (typeof tabs)[number];

interface SidePanelProps {
  readonly trade: TradeDetail;
  readonly journals: readonly JournalView[];
  readonly place: PostingPlace | undefined;
  readonly tab: Tab;
  readonly onTab: (tab: Tab) => void;
}

/** Why an amount is what it is, the message it came from, and where each filled field comes from. */
export function SidePanel({ trade, journals, place, tab, onTab }: SidePanelProps) {
  const { t } = useWords();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = ({ key }: KeyboardEvent) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[key];
    const next = step && tabs[(tabs.indexOf(tab) + step + tabs.length) % tabs.length];
    if (!next) return;
    onTab(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <section className="panel" aria-label={t('evidence.label')}>
      <div
        ref={list}
        className="tabs panel-head no-pad"
        role="tablist"
        aria-label={t('evidence.label')}
        onKeyDown={onKeyDown}
      >
        {tabs.map((each) => (
          <button
            key={each}
            id={`tab-${each}`}
            type="button"
            role="tab"
            aria-selected={each === tab}
            aria-controls="side-tab"
            tabIndex={each === tab ? 0 : -1}
            onClick={() => onTab(each)}
          >
            {t(`evidence.${each}`)}
          </button>
        ))}
      </div>
      <div id="side-tab" role="tabpanel" aria-labelledby={`tab-${tab}`} tabIndex={0}>
        {tab === 'explain' && (
          <Explain
            journal={journals.find(({ journalId }) => journalId === place?.journalId)}
            posting={place?.posting ?? 0}
            tradeId={trade.row.tradeId}
          />
        )}
        {tab === 'message' && <RawMessage versions={trade.versions} />}
        {tab === 'provenance' && <Provenance versions={trade.versions} />}
      </div>
    </section>
  );
}

function Explain({
  journal,
  posting: index,
  tradeId,
}: {
  readonly journal: JournalView | undefined;
  readonly posting: number;
  readonly tradeId: string;
}) {
  const words = useWords();
  const { t, date, instant } = words;
  const posting = journal?.postings[index];
  if (journal === undefined || posting === undefined) return <Empty mark="info" title={t('explain.none')} />;
  const money = posting.debit ?? posting.credit;
  return (
    <>
      <div className="pad stackv">
        <div>
          <p className="label">
            {posting.account} {posting.accountName}, {journal.book}
          </p>
          <p className="big">
            {money && <MoneyText money={money} />}{' '}
            <span className="soft unit">{t(posting.debit ? 'ledger.debit' : 'ledger.credit')}</span>
          </p>
          <p className="journal-links">
            <Link
              to="/ledger/postings"
              search={{ book: journal.book, account: posting.account, currency: currencyOf(posting) }}
            >
              {t('explain.account')}
            </Link>
            <Link
              to="/ledger/journals/$journalId"
              params={{ journalId: journal.journalId }}
              search={{ trade: tradeId }}
            >
              {t('explain.journal')}
            </Link>
          </p>
        </div>
        <div className="formula" lang="en">
          {journal.explain.sentence}
        </div>
        <dl className="kv">
          {Object.entries(journal.explain.inputs).map(([name, value]) => (
            <div key={name} className="pair">
              <dt>{inputName(name, words)}</dt>
              <dd>{fieldText(name, value, words)}</dd>
            </div>
          ))}
        </dl>
        <h3>{t('explain.source')}</h3>
        <dl className="kv">
          <dt>{t('explain.rule')}</dt>
          <dd>
            {journal.rule}, {t('trade.version', { version: journal.ruleVersion })}
          </dd>
          <dt>{t('explain.effective')}</dt>
          <dd>{date(journal.effectiveDate)}</dd>
          <dt>{t('explain.written')}</dt>
          <dd>{instant(journal.recordedAt)}</dd>
          <dt>{t('explain.event')}</dt>
          <dd className="code">{journal.sourceEventId}</dd>
          <dt>{t('explain.link')}</dt>
          <dd className="code">{journal.linkId}</dd>
        </dl>
      </div>
      <p className="panel-foot">
        {t('explain.entry', { sequence: journal.sequence })}
        <span className="hash push" title={journal.hash}>
          {shortHash(journal.hash)}
        </span>
      </p>
    </>
  );
}

function RawMessage({ versions }: { readonly versions: readonly TradeVersionView[] }) {
  const { t, coded } = useWords();
  const [chosen, setChosen] = useState(0);
  const text = useRef<HTMLPreElement>(null);
  useEffect(() => text.current?.focus({ preventScroll: true }), []);
  const message = versions[chosen] ?? versions[0];
  if (message === undefined) return <Empty mark="info" title={t('message.none')} />;
  return (
    <>
      <p className="panel-foot top">
        <label className="st">
          {t('message.choose')}
          <select value={chosen} onChange={(event) => setChosen(event.target.selectedIndex)}>
            {versions.map(({ side, version, action }, index) => (
              <option key={index} value={index}>
                {t('message.option', { side: coded('topicSide', side), version, action })}
              </option>
            ))}
          </select>
        </label>
      </p>
      <dl className="kv pad">
        <dt>{t('message.topic')}</dt>
        <dd className="code">{message.source.topic}</dd>
        <dt>{t('message.place')}</dt>
        <dd className="code">
          {message.source.partition}, {message.source.offset}
        </dd>
      </dl>
      <pre className="raw" ref={text} tabIndex={0} aria-label={t('evidence.message')}>
        {prettyMessage(message.rawMessage)}
      </pre>
    </>
  );
}

function Provenance({ versions }: { readonly versions: readonly TradeVersionView[] }) {
  const words = useWords();
  const { t } = words;
  const source =
    versions.findLast(({ side, provenance }) => side === 'front' && provenance.length > 0) ??
    versions.findLast(({ provenance }) => provenance.length > 0);
  if (source === undefined) return <Empty mark="info" title={t('provenance.none')} />;
  return (
    <ul className="filled">
      {source.provenance.map(({ field, value, rule, why }, index) => (
        <li key={index}>
          <p>
            <b>{fieldName(field, words)}</b> <span className="code">{value}</span>
          </p>
          <p className="quiet">
            {why} <span className="code">{rule}</span>
          </p>
        </li>
      ))}
    </ul>
  );
}
