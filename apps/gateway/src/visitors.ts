import type { IncomingMessage } from 'node:http';
import { refuse } from './refuse.js';
import type { Step } from './step.js';

export interface VisitorRules {
  /** Host names a browser may use besides those of this machine; empty: this machine only. */
  readonly publicHosts: readonly string[];
}

/** `GATEWAY_HOSTS=asiento.example,10.0.0.5` opens the gateway beyond this machine; whoever does it guards the door. */
export function visitorRules(environment: Readonly<Record<string, string | undefined>>): VisitorRules {
  const hosts = (environment['GATEWAY_HOSTS'] ?? '').split(',').map((host) => host.trim().toLowerCase());
  return { publicHosts: hosts.filter((host) => host !== '') };
}

const LOCAL_HOSTS = ['localhost', '127.0.0.1', '[::1]'];
const READS = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Who may ask at all, before anybody is asked who they are. Three things stand between the house and a stranger: the request
 * came in over this machine's own address or the house opened itself to others, it names a host we know (against DNS
 * rebinding), and an act comes from our own pages, not from another site the clerk has open.
 */
export function onlyVisitorsOfThisDesk({ publicHosts }: VisitorRules): Step {
  return (request, response, next) => {
    const host = (request.headers.host ?? '').toLowerCase();
    const name = host.replace(/:\d+$/, '');
    if (publicHosts.length === 0 && !isLoopback(request.socket.localAddress))
      return refuse(
        response,
        403,
        'this-machine-only',
        'The gateway answers on this machine only',
        'Set GATEWAY_HOSTS to the names it is to be reached by from elsewhere.',
      );
    if (!LOCAL_HOSTS.includes(name) && !publicHosts.includes(name))
      return refuse(
        response,
        421,
        'unknown-host',
        'This host name is not served here',
        'Use the address the house printed when it started, or add the name to GATEWAY_HOSTS.',
      );
    if (!READS.includes(request.method ?? '') && isCrossSite(request, host))
      return refuse(
        response,
        403,
        'cross-site',
        'The request came from another site',
        "Acts are taken from the dashboard's own pages and from programs, not from other sites.",
      );
    next();
  };
}

function isLoopback(address: string | undefined): boolean {
  const plain = address?.replace(/^::ffff:/, '') ?? '';
  return plain === '::1' || plain.startsWith('127.');
}

/** Browsers send `Sec-Fetch-Site`, older ones at least `Origin`, and pages cannot forge either. Programs send none. */
function isCrossSite(request: IncomingMessage, host: string): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = request.headers;
  if (origin === undefined) return false;
  return !URL.canParse(origin) || new URL(origin).host !== host;
}
