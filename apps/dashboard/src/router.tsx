import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import type { Right } from '#contracts';
import { Frame } from './frame/frame.js';
import { LostScreen, ScreenFailed } from './frame/lost.js';
import {
  accountingsSearch,
  approvalsSearch,
  auditSearch,
  journalSearch,
  ledgerSearch,
  periodsSearch,
  postingsSearch,
  queueSearch,
  tradeSearch,
  tradesSearch,
} from './search.js';

declare module '@tanstack/react-router' {
  interface StaticDataRouteOption {
    /** The screen fills the frame and scrolls inside. */
    readonly fills?: boolean;
    /** The right to read what the screen shows. */
    readonly needs?: Right;
  }
  interface Register {
    router: typeof router;
  }
}

const root = createRootRoute({ component: Frame, notFoundComponent: LostScreen });
const inFrame = { getParentRoute: () => root, errorComponent: ScreenFailed } as const;

const routes = [
  createRoute({
    ...inFrame,
    path: '/',
    staticData: { needs: 'read-business' },
    component: lazyRouteComponent(() => import('./screens/board/board.js'), 'Board'),
  }),
  createRoute({
    ...inFrame,
    path: '/trades',
    validateSearch: tradesSearch,
    staticData: { fills: true, needs: 'read-business' },
    component: lazyRouteComponent(() => import('./screens/trades/trades.js'), 'Trades'),
  }),
  createRoute({
    ...inFrame,
    path: '/trades/$tradeId',
    validateSearch: tradeSearch,
    staticData: { needs: 'read-business' },
    component: lazyRouteComponent(() => import('./screens/trade/trade.js'), 'TradeScreen'),
  }),
  createRoute({
    ...inFrame,
    path: '/breaks',
    validateSearch: queueSearch,
    staticData: { fills: true, needs: 'read-business' },
    component: lazyRouteComponent(() => import('./screens/breaks/breaks.js'), 'Breaks'),
  }),
  createRoute({
    ...inFrame,
    path: '/breaks/$breakId',
    staticData: { needs: 'read-business' },
    component: lazyRouteComponent(() => import('./screens/breaks/break.js'), 'BreakScreen'),
  }),
  createRoute({
    ...inFrame,
    path: '/disputes',
    validateSearch: queueSearch,
    staticData: { fills: true, needs: 'read-business' },
    component: lazyRouteComponent(() => import('./screens/disputes/disputes.js'), 'Disputes'),
  }),
  createRoute({
    ...inFrame,
    path: '/failing',
    validateSearch: queueSearch,
    staticData: { fills: true, needs: 'read-business' },
    component: lazyRouteComponent(() => import('./screens/failing/failing.js'), 'Failing'),
  }),
  createRoute({
    ...inFrame,
    path: '/exceptions',
    validateSearch: queueSearch,
    staticData: { fills: true, needs: 'read-business' },
    component: lazyRouteComponent(() => import('./screens/exceptions/exceptions.js'), 'Exceptions'),
  }),
  createRoute({
    ...inFrame,
    path: '/repair',
    validateSearch: queueSearch,
    staticData: { fills: true, needs: 'read-business' },
    component: lazyRouteComponent(() => import('./screens/repair/repairs.js'), 'Repairs'),
  }),
  createRoute({
    ...inFrame,
    path: '/repair/$parkedMessageId',
    staticData: { needs: 'read-business' },
    component: lazyRouteComponent(() => import('./screens/repair/repair.js'), 'RepairScreen'),
  }),
  createRoute({
    ...inFrame,
    path: '/approvals',
    validateSearch: approvalsSearch,
    staticData: { fills: true, needs: 'read-business' },
    component: lazyRouteComponent(() => import('./screens/approvals/approvals.js'), 'Approvals'),
  }),
  createRoute({
    ...inFrame,
    path: '/ledger',
    validateSearch: ledgerSearch,
    staticData: { needs: 'read-books' },
    component: lazyRouteComponent(() => import('./screens/ledger/ledger.js'), 'Ledger'),
  }),
  createRoute({
    ...inFrame,
    path: '/ledger/postings',
    validateSearch: postingsSearch,
    staticData: { fills: true, needs: 'read-books' },
    component: lazyRouteComponent(() => import('./screens/ledger/postings.js'), 'Postings'),
  }),
  createRoute({
    ...inFrame,
    path: '/ledger/accountings',
    validateSearch: accountingsSearch,
    staticData: { needs: 'read-books' },
    component: lazyRouteComponent(() => import('./screens/ledger/accountings.js'), 'Accountings'),
  }),
  createRoute({
    ...inFrame,
    path: '/ledger/journals/$journalId',
    validateSearch: journalSearch,
    staticData: { needs: 'read-books' },
    component: lazyRouteComponent(() => import('./screens/journal/journal.js'), 'JournalScreen'),
  }),
  createRoute({
    ...inFrame,
    path: '/ledger/periods',
    validateSearch: periodsSearch,
    staticData: { needs: 'read-books' },
    component: lazyRouteComponent(() => import('./screens/periods/periods.js'), 'Periods'),
  }),
  createRoute({
    ...inFrame,
    path: '/audit-log',
    validateSearch: auditSearch,
    staticData: { needs: 'read-audit-log' },
    component: lazyRouteComponent(() => import('./screens/audit-log/audit-log.js'), 'AuditLog'),
  }),
  // The house tells its address to those who may see it; every other one is nowhere.
  createRoute({
    ...inFrame,
    path: '/$peoplePath',
    component: lazyRouteComponent(() => import('./screens/people/people.js'), 'People'),
  }),
] as const;

export const router = createRouter({
  routeTree: root.addChildren(routes),
  // Addresses carry plain words, as a person would type them.
  parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
  stringifySearch: (search) => {
    const words = Object.entries(search).flatMap(([name, value]) =>
      value === undefined || value === '' ? [] : [[name, String(value)]],
    );
    return words.length === 0 ? '' : `?${new URLSearchParams(words).toString()}`;
  },
  defaultPendingMs: 200,
});
