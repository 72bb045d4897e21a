import type { RequestListener } from 'node:http';

/** Services of the house that have an HTTP API, in the order of the way through it. */
export const servicesOfTheHouse = [
  'intake',
  'reconciliation',
  'confirmation',
  'settlement',
  'ledger',
  'units',
] as const;

export type Behind =
  { readonly kind: 'mounted'; readonly handler: RequestListener } | { readonly kind: 'proxied'; readonly url: URL };

/** Where each service answers: in this process, or at a configured address. No other address is ever called. */
export class ServicesBehind {
  private readonly services = new Map<string, Behind>();

  /**
   * Reads `INTAKE_URL`, `LEDGER_URL` and so on.
   * @throws Error when an address is not plain http or https.
   */
  static at(environment: Readonly<Record<string, string | undefined>>): ServicesBehind {
    const behind = new ServicesBehind();
    for (const service of servicesOfTheHouse) {
      const address = environment[`${service.toUpperCase()}_URL`];
      if (address !== undefined && address !== '')
        behind.services.set(service, { kind: 'proxied', url: serviceUrl(service, address) });
    }
    return behind;
  }

  /** Hands requests for `/api/<service>/…` to a handler of this process, an Express application for example. */
  mount(service: string, handler: RequestListener): void {
    this.services.set(service, { kind: 'mounted', handler });
  }

  find(service: string): Behind | undefined {
    return this.services.get(service);
  }

  /** How each known service is reached, for the health answer. */
  reached(): Readonly<Record<string, Behind['kind'] | 'absent'>> {
    const names = new Set<string>([...servicesOfTheHouse, ...this.services.keys()]);
    return Object.fromEntries([...names].map((name) => [name, this.services.get(name)?.kind ?? 'absent']));
  }
}

function serviceUrl(service: string, address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.username !== '')
    throw new Error(
      `${service.toUpperCase()}_URL must be an http address without a user, such as http://127.0.0.1:4101`,
    );
  return url;
}
