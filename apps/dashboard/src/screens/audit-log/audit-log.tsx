import { useNavigate, useSearch } from '@tanstack/react-router';
import type { AuditRow } from '#contracts';
import { useAuditLog } from '../../api/people.js';
import { ScreenHead } from '../../frame/screen-head.js';
import { shortHash } from '../../format/hash.js';
import { useWords } from '../../language/words.js';
import { CopyableCode } from '../../parts/copy.js';
import { Icon } from '../../parts/icon.js';
import { Panel } from '../../parts/panel.js';
import { Empty, Failure, Loading } from '../../parts/states.js';
import { AuditFilter } from './audit-filter.js';

/** What people did and saw, newest first, each entry with its link of the chain of hashes. */
export function AuditLog() {
  const { t, count } = useWords();
  const search = useSearch({ from: '/audit-log' });
  const navigate = useNavigate({ from: '/audit-log' });
  const log = useAuditLog(search);
  return (
    <>
      <ScreenHead title={t('audit.title')} />
      <Panel
        title={t('audit.entries')}
        meta={t('audit.meta')}
        tools={
          <button className="btn" type="button" onClick={log.retry}>
            <Icon name="refresh" />
            {t('audit.again')}
          </button>
        }
      >
        <AuditFilter
          key={`${search.actor} ${search.act}`}
          search={search}
          seen={log.rows.map(({ act }) => act)}
          onAsk={(next) => void navigate({ search: next })}
        />
        {log.total === undefined ? (
          log.error ? (
            <Failure error={log.error} onRetry={log.retry} />
          ) : (
            <Loading rows={12} />
          )
        ) : log.rows.length === 0 ? (
          <Empty mark="info" title={t('audit.none')}>
            <p>{t('audit.noneWhy')}</p>
          </Empty>
        ) : (
          <Entries rows={log.rows} />
        )}
        {log.total !== undefined && (
          <p className="panel-foot">
            <span role="status">{t('audit.shown', { count: log.rows.length, shown: count(log.rows.length) })}</span>
            {!log.complete && (
              <button className="btn" type="button" aria-busy={log.isFetchingMore} onClick={log.loadMore}>
                {t('audit.older')}
              </button>
            )}
          </p>
        )}
      </Panel>
    </>
  );
}

function Entries({ rows }: { readonly rows: readonly AuditRow[] }) {
  const { t, coded, instant } = useWords();
  return (
    <div className="scroll">
      <table className="t b" data-audit>
        <thead>
          <tr>
            <th scope="col">{t('audit.at')}</th>
            <th scope="col">{t('audit.actor')}</th>
            <th scope="col">{t('audit.act')}</th>
            <th scope="col">{t('audit.object')}</th>
            <th scope="col" className="p2">
              {t('audit.detail')}
            </th>
            <th scope="col" className="p1">
              {t('audit.address')}
            </th>
            <th scope="col">{t('audit.hash')}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ sequence, at, actor, act, object, detail, address, hash }) => (
            <tr key={sequence}>
              <td className="nowrap" title={at}>
                {instant(at)}
              </td>
              <th scope="row">{actor}</th>
              <td>{coded('auditAct', act)}</td>
              <td className="code wrap">{object}</td>
              <td className="p2 wrap soft">{detail}</td>
              <td className="p1 code">{address}</td>
              <td>
                <CopyableCode text={hash} shown={shortHash(hash)} what={t('audit.hashOf', { sequence })} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
