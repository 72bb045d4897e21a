import { Module, type DynamicModule } from '@nestjs/common';
import { Doorkeeper } from '../doorkeeper.js';
import { AdministrationController } from './administration/administration.controller.js';
import { DecidePeople } from './administration/decide-people.js';
import { PeoplePath } from './administration/people-path.js';
import { AuditLogController } from './audit/audit-log.controller.js';
import { ReadLog } from './audit/read-log.js';
import { WatchRequests } from './audit/watch-requests.js';
import { PeopleDoorkeeper } from './doorkeeper.js';
import { EnrolFactor } from './factors/enrol-factor.js';
import { FactorsController } from './factors/factors.controller.js';
import { Factors } from './factors/factors.js';
import { FreshFactor } from './factors/fresh-factor.js';
import { InvitationsController } from './invitations/invitations.controller.js';
import { Invitations } from './invitations/invitations.js';
import { Passwords } from './passwords/passwords.js';
import { PeopleSettings } from './people-settings.js';
import { Sessions } from './sessions/sessions.js';
import { SessionController } from './sign-in/session.controller.js';
import { SignIn } from './sign-in/sign-in.js';

@Module({})
export class PeopleModule {
  /** @param settings read when the gateway starts: what only brings the schema up to date needs none */
  static with(settings: () => PeopleSettings): DynamicModule {
    return {
      module: PeopleModule,
      // What has a name of its own before the administration, whose path is any name.
      controllers: [
        SessionController,
        FactorsController,
        InvitationsController,
        AuditLogController,
        AdministrationController,
      ],
      providers: [
        { provide: PeopleSettings, useFactory: settings },
        { provide: Doorkeeper, useClass: PeopleDoorkeeper },
        DecidePeople,
        EnrolFactor,
        Factors,
        FreshFactor,
        Invitations,
        Passwords,
        PeoplePath,
        ReadLog,
        Sessions,
        SignIn,
        WatchRequests,
      ],
      exports: [Doorkeeper],
    };
  }
}
