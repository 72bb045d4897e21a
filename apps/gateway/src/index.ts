import type { ServiceDefinition } from '#platform/service';
import { dashboardFolder } from './dashboard-files.js';
import { GatewayModule } from './gateway.module.js';
import { PeopleModule } from './people/people.module.js';
import { PeopleSettings } from './people/people-settings.js';
import { People1763942400000 } from './people/storage/migrations/1763942400000-people.js';
import { AuditLog1763942401000 } from './people/storage/migrations/1763942401000-audit-log.js';
import { PeopleProposals1763942402000 } from './people/storage/migrations/1763942402000-people-proposals.js';
import { ServicesBehind } from './services-behind.js';
import { visitorRules } from './visitors.js';

export { servicesOfTheHouse, ServicesBehind } from './services-behind.js';

export interface GatewayOptions {
  /** Where the built dashboard is, if not where the build puts it. */
  readonly dashboard?: string | undefined;
  /** Where `PEOPLE_KEY`, `PEOPLE_PATH`, `PASSWORDS_REFUSED` and `GATEWAY_HOSTS` are found; the process's own unless given. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** What time it is, epoch milliseconds. */
  readonly now?: () => number;
}

/**
 * The one origin a browser talks to: the dashboard's files, who may come in, and every service's API. No business rule lives here.
 * @param behind the services it passes requests on to; mount those of the same process into it.
 */
export function gatewayOver(
  behind: ServicesBehind,
  { environment = process.env, now = Date.now, dashboard = dashboardFolder() }: GatewayOptions = {},
): ServiceDefinition {
  const people = PeopleModule.with(() => PeopleSettings.of(environment, now));
  return {
    name: 'gateway',
    module: GatewayModule.over({ behind, rules: visitorRules(environment), people, folder: dashboard }),
    migrations: [People1763942400000, AuditLog1763942401000, PeopleProposals1763942402000],
    hears: [],
    says: [],
    stateLines: [],
    guardsItself: true,
  };
}

/** The gateway on its own: services are reached by `<SERVICE>_URL`. */
export const gateway: ServiceDefinition = gatewayOver(ServicesBehind.at(process.env));
