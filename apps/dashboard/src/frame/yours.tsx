import type { ReactNode } from 'react';
import { Link, Navigate, useRouterState } from '@tanstack/react-router';
import type { Right } from '#contracts';
import { useWords } from '../language/words.js';
import { Panel } from '../parts/panel.js';
import { Empty } from '../parts/states.js';
import { useMay } from '../session/rights.js';
import { useSession } from '../session/session.js';
import { useMissingRight } from './missing-right.js';
import { ScreenHead } from './screen-head.js';

/** The screen asked for, or why the person may not read it. */
export function Yours({ children }: { readonly children: ReactNode }) {
  const needs = useRouterState({ select: ({ matches }) => matches.at(-1)?.staticData.needs });
  const may = useMay(needs);
  const { peoplePath } = useSession();
  const atBoard = useRouterState({ select: ({ matches }) => matches.at(-1)?.routeId === '/' });
  if (may || needs === undefined) return children;
  // Everybody starts at the board; who has no business there begins where they work.
  if (atBoard && peoplePath !== null) return <Navigate to="/$peoplePath" params={{ peoplePath }} replace />;
  return <NotYours needs={needs} />;
}

function NotYours({ needs }: { readonly needs: Right }) {
  const { t } = useWords();
  const why = useMissingRight(needs);
  return (
    <>
      <ScreenHead title={t('notYours.title')} />
      <Panel title={t('notYours.title')}>
        <Empty mark="held" title={t('notYours.what')}>
          <p>{why}</p>
          <Link className="btn" to="/">
            {t('notYours.start')}
          </Link>
        </Empty>
      </Panel>
    </>
  );
}
