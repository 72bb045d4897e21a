import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { Frame } from './frame/frame.js';
import { LostScreen, ScreenFailed } from './frame/lost.js';
import {
  accountingsSearch,
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
    component: lazyRouteComponent(() => import('./screens/board/board.js'), 'Board'),
  }),
  createRoute({
    ...inFrame,
    path: '/trades',
    validateSearch: tradesSearch,
    staticData: { fills: true },
    component: lazyRouteComponent(() => import('./screens/trades/trades.js'), 'Trades'),
  }),
  createRoute({
    ...inFrame,
    path: '/trades/$tradeId',
    validateSearch: tradeSearch,
    component: lazyRouteComponent(() => import('./screens/trade/trade.js'), 'TradeScreen'),
  }),
  createRoute({
    ...inFrame,
    path: '/breaks',
    validateSearch: queueSearch,
    staticData: { fills: true },
    component: lazyRouteComponent(() => import('./screens/breaks/breaks.js'), 'Breaks'),
  }),
  createRoute({
    ...inFrame,
    path: '/breaks/$breakId',
    component: lazyRouteComponent(() => import('./screens/breaks/break.js'), 'BreakScreen'),
  }),
  createRoute({
    ...inFrame,
    path: '/disputes',
    validateSearch: queueSearch,
    staticData: { fills: true },
    component: lazyRouteComponent(() => import('./screens/disputes/disputes.js'), 'Disputes'),
  }),
  createRoute({
    ...inFrame,
    path: '/failing',
    validateSearch: queueSearch,
    staticData: { fills: true },
    component: lazyRouteComponent(() => import('./screens/failing/failing.js'), 'Failing'),
  }),
  createRoute({
    ...inFrame,
    path: '/exceptions',
    validateSearch: queueSearch,
    staticData: { fills: true },
    component: lazyRouteComponent(() => import('./screens/exceptions/exceptions.js'), 'Exceptions'),
  }),
  createRoute({
    ...inFrame,
    path: '/repair',
    validateSearch: queueSearch,
    staticData: { fills: true },
    component: lazyRouteComponent(() => import('./screens/repair/repairs.js'), 'Repairs'),
  }),
  createRoute({
    ...inFrame,
    path: '/repair/$parkedMessageId',
    component: lazyRouteComponent(() => import('./screens/repair/repair.js'), 'RepairScreen'),
  }),
  createRoute({
    ...inFrame,
    path: '/ledger',
    validateSearch: ledgerSearch,
    component: lazyRouteComponent(() => import('./screens/ledger/ledger.js'), 'Ledger'),
  }),
  createRoute({
    ...inFrame,
    path: '/ledger/postings',
    validateSearch: postingsSearch,
    staticData: { fills: true },
    component: lazyRouteComponent(() => import('./screens/ledger/postings.js'), 'Postings'),
  }),
  createRoute({
    ...inFrame,
    path: '/ledger/accountings',
    validateSearch: accountingsSearch,
    component: lazyRouteComponent(() => import('./screens/ledger/accountings.js'), 'Accountings'),
  }),
  createRoute({
    ...inFrame,
    path: '/ledger/journals/$journalId',
    validateSearch: journalSearch,
    component: lazyRouteComponent(() => import('./screens/journal/journal.js'), 'JournalScreen'),
  }),
  createRoute({
    ...inFrame,
    path: '/ledger/periods',
    validateSearch: periodsSearch,
    component: lazyRouteComponent(() => import('./screens/periods/periods.js'), 'Periods'),
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
