import { Controller, Get, Inject, Injectable, Module, type DynamicModule } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { securityHeaders } from '#platform/http';
import { dashboardFiles, dashboardFolder } from './dashboard-files.js';
import { Doorkeeper } from './doorkeeper.js';
import { passOn } from './pass-on.js';
import { ServicesBehind } from './services-behind.js';
import { onlyVisitorsOfThisDesk, type VisitorRules } from './visitors.js';

const VISITOR_RULES = Symbol('visitor rules');
const DASHBOARD_FOLDER = Symbol('dashboard folder');

/** Stands before everything else in the application: bodies must reach the services unread. */
@Injectable()
export class FrontDoor {
  constructor(
    @Inject(HttpAdapterHost) host: HttpAdapterHost,
    @Inject(ServicesBehind) behind: ServicesBehind,
    @Inject(VISITOR_RULES) rules: VisitorRules,
    @Inject(DASHBOARD_FOLDER) folder: string,
    @Inject(Doorkeeper) door: Doorkeeper,
  ) {
    const steps = [securityHeaders, onlyVisitorsOfThisDesk(rules), door.step, passOn(behind), dashboardFiles(folder)];
    for (const step of steps) host.httpAdapter.use(step);
  }
}

@Controller('api/gateway')
export class HealthController {
  constructor(
    @Inject(ServicesBehind) private readonly behind: ServicesBehind,
    @Inject(DASHBOARD_FOLDER) private readonly folder: string,
  ) {}

  /** GET /api/gateway/health: that the door is open, what is behind it, and whether there is a dashboard to show. */
  @Get('health')
  health() {
    return {
      status: 'up',
      dashboard: existsSync(join(this.folder, 'index.html')) ? 'built' : 'not-built',
      services: this.behind.reached(),
    };
  }
}

export interface GatewayParts {
  readonly behind: ServicesBehind;
  readonly rules: VisitorRules;
  /** Provides the doorkeeper: no gateway opens without one. */
  readonly people: DynamicModule;
  readonly folder?: string;
}

@Module({})
export class GatewayModule {
  static over({ behind, rules, people, folder = dashboardFolder() }: GatewayParts): DynamicModule {
    return {
      module: GatewayModule,
      imports: [people],
      controllers: [HealthController],
      providers: [
        FrontDoor,
        { provide: ServicesBehind, useValue: behind },
        { provide: VISITOR_RULES, useValue: rules },
        { provide: DASHBOARD_FOLDER, useValue: folder },
      ],
    };
  }
}
