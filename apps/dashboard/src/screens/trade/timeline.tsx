import { Fragment } from 'react';
import { Link } from '@tanstack/react-router';
import type { JournalView, TimelineEntry, TradeDetail } from '#contracts';
import { dayOf, lagText } from '../../format/dates.js';
import { useWords } from '../../language/words.js';
import { Icon, type IconName } from '../../parts/icon.js';
import { Panel } from '../../parts/panel.js';
import { Empty } from '../../parts/states.js';
import { timelineSteps, type TimelineStep } from './timeline-steps.js';

/** Everything that happened to the trade: messages, transitions, acts of people, postings. */
export function Timeline({
  trade,
  journals,
}: {
  readonly trade: TradeDetail;
  readonly journals: readonly JournalView[];
}) {
  const { t, date } = useWords();
  const steps = timelineSteps(trade.timeline, journals);
  return (
    <Panel title={t('timeline.title')} meta={t('timeline.steps', { count: steps.length })}>
      {steps.length === 0 ? (
        <Empty mark="info" title={t('timeline.none')} />
      ) : (
        <ol className="events">
          {steps.map((step, index) => {
            const before = steps[index - 1];
            const day = dayOf(step.at);
            return (
              <Fragment key={index}>
                {(before === undefined || dayOf(before.at) !== day) && (
                  <li className="daymark">{date(day, 'weekday')}</li>
                )}
                {step.kind === 'fact' ? (
                  <Fact entry={step.entry} before={before} />
                ) : (
                  <Posted step={step} tradeId={trade.row.tradeId} />
                )}
              </Fragment>
            );
          })}
        </ol>
      )}
    </Panel>
  );
}

function Fact({ entry, before }: { readonly entry: TimelineEntry; readonly before: TimelineStep | undefined }) {
  const { t, time, coded } = useWords();
  const kind = kindOf(entry);
  const lag = before && dayOf(before.at) === dayOf(entry.at) ? lagText(before.at, entry.at) : '';
  return (
    <li className={kind.className}>
      <span className="at">
        {time(entry.at)}
        {lag && <small>{lag}</small>}
      </span>
      <span className="dot">
        <Icon name={kind.icon} />
        <span className="hide">{t(`timeline.kind.${kind.className}`)}</span>
      </span>
      <div>
        <p>{entry.what}</p>
        <p className="sub">
          {entry.transition && (
            <>
              <span className="code">{entry.transition}</span>{' '}
              {entry.to &&
                (entry.from === null
                  ? coded('state', entry.to)
                  : `${coded('state', entry.from)} → ${coded('state', entry.to)}`)}{' '}
            </>
          )}
          {kind.className === 'act' && `${entry.actor} `}
        </p>
        {entry.source && (
          <p className="sub code">
            {entry.source.topic}, {entry.source.partition}, {entry.source.offset}
          </p>
        )}
      </div>
    </li>
  );
}

/** Id of the link from the timeline to a journal, in the document. */
export function stepId(journalId: string): string {
  return `step-${journalId}`;
}

function Posted({
  step,
  tradeId,
}: {
  readonly step: Extract<TimelineStep, { kind: 'posting' }>;
  readonly tradeId: string;
}) {
  const { t, date, language, coded, amount } = useWords();
  const [first] = step.journals;
  if (first === undefined) return null;
  const books = new Intl.ListFormat(language, { type: 'conjunction' }).format([
    ...new Set(step.journals.map(({ book }) => book)),
  ]);
  return (
    <li className="post">
      <span className="at" />
      <span className="dot">
        <Icon name="book" />
        <span className="hide">{t('timeline.kind.post')}</span>
      </span>
      <div>
        <p>{t('timeline.posted', { count: step.journals.length, books })}</p>
        <p className="sub">
          {t('timeline.rule', { rule: first.rule, version: first.ruleVersion, date: date(first.effectiveDate) })}
        </p>
        <p className="sub journal-links">
          {step.journals.map(({ journalId, book, sequence, accounting }) => (
            <Link
              key={journalId}
              id={stepId(journalId)}
              to="/ledger/journals/$journalId"
              params={{ journalId }}
              search={{ trade: tradeId }}
            >
              {t('journal.inBook', { book, sequence: amount(sequence) })}
              {accounting !== 'common' && `, ${coded('accountingShort', accounting)}`}
            </Link>
          ))}
        </p>
      </div>
    </li>
  );
}

interface Kind {
  readonly className: 'in' | 'out' | 'act' | 'sys' | 'post';
  readonly icon: IconName;
}

/** Who moved: an outside message, one of ours going out, a person, or the system. */
function kindOf({ source, actor, transition }: TimelineEntry): Kind {
  if (source?.topic.startsWith('desk.')) return { className: 'act', icon: 'user' };
  if (!['system', ''].includes(actor) && !actor.includes('.') && !isService(actor))
    return { className: 'act', icon: 'user' };
  if (source !== null && /^(front-office|middle-office|counterparty|custodian)\./.test(source.topic))
    return { className: 'in', icon: 'in' };
  if (transition === 'L8') return { className: 'out', icon: 'out' };
  return { className: 'sys', icon: 'refresh' };
}

const services = [
  'intake',
  'reconciliation',
  'confirmation',
  'settlement',
  'ledger',
  'units',
  'front-office',
  'middle-office',
  'custodian',
  'counterparty',
  'front',
  'middle',
];

function isService(actor: string): boolean {
  return services.includes(actor);
}
