import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { RightsGuard } from '#platform/identity';
import { PeopleSettings } from './people-settings.js';

/** The guard of the services behind the door, for what the gateway itself keeps. */
@Injectable()
export class DeskGuard implements CanActivate {
  private readonly rights: RightsGuard;

  constructor(settings: PeopleSettings) {
    this.rights = new RightsGuard(settings.key);
  }

  canActivate(context: ExecutionContext): boolean {
    return this.rights.canActivate(context);
  }
}
