import type { ServiceDefinition } from '#platform/service';
import { GatewayModule } from './gateway.module.js';
import { ServicesBehind } from './services-behind.js';
import { visitorRules } from './visitors.js';

export { dashboardFolder } from './dashboard-files.js';
export { servicesOfTheHouse, ServicesBehind } from './services-behind.js';

/**
 * The one origin a browser talks to: the dashboard's files and every service's API. No business rule lives here.
 * @param behind the services it passes requests on to; mount those of the same process into it.
 */
export function gatewayOver(behind: ServicesBehind): ServiceDefinition {
  return {
    name: 'gateway',
    module: GatewayModule.over(behind, visitorRules(process.env)),
    migrations: [],
    hears: [],
    says: [],
    stateLines: [],
  };
}

/** The gateway on its own: services are reached by `<SERVICE>_URL`. */
export const gateway: ServiceDefinition = gatewayOver(ServicesBehind.at(process.env));
