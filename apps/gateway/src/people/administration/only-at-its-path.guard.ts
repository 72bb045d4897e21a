import { Injectable, NotFoundException, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Request } from 'express';
import { rightsOfPerson } from '#platform/identity';
import { askingOf } from '../who-asks.js';
import { PeoplePath } from './people-path.js';

/** To whoever may not see the people of the house, their administration is a path like any other that leads nowhere. */
@Injectable()
export class OnlyAtItsPath implements CanActivate {
  constructor(private readonly peoplePath: PeoplePath) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<Request>();
    const { person } = askingOf(request);
    const isHere = request.params['peoplePath'] === (await this.peoplePath.value());
    if (isHere && rightsOfPerson(person).includes('read-people')) return true;
    throw new NotFoundException(`Cannot ${request.method} ${request.originalUrl}`);
  }
}
