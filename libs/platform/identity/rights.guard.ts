import { createParamDecorator, Injectable, SetMetadata, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { Request } from 'express';
import type { Right } from '#contracts';
import { problem } from '#platform/http';
import { PERSON_HEADER, readNote } from './note.js';
import { rightsOfPerson, type Person } from './person.js';

const NEEDED = 'asiento:needed-right';
const FACTOR = 'asiento:fresh-factor';

interface Asking extends Request {
  person?: Person;
}

/** The right that a controller or one of its handlers needs. A handler without one is closed to everybody. */
export const Needs = (right: Right) => SetMetadata(NEEDED, right);

/** A handler that also needs a second factor given within the last minutes. */
export const NeedsFreshFactor = () => SetMetadata(FACTOR, true);

/** Who asks. */
export const Asker = createParamDecorator((_: unknown, context: ExecutionContext): Person => {
  const { person } = context.switchToHttp().getRequest<Asking>();
  if (person === undefined) throw new Error('a handler without a guard asked who is asking');
  return person;
});

/** Deny by default: who asks must be known, and have the right that the handler names (ASVS 8.2.1, 8.4.1). */
@Injectable()
export class RightsGuard implements CanActivate {
  private readonly reflector = new Reflector();

  constructor(private readonly key: Buffer) {}

  canActivate(context: ExecutionContext): boolean {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<Asking>();
    const asked = { method: request.method, path: request.originalUrl };
    const person = readNote(request.get(PERSON_HEADER) ?? '', asked, this.key, Date.now());
    if (person === undefined)
      throw problem(
        401,
        'sign-in-needed',
        'Nobody is signed in',
        'Sign in at the desk; services answer through it alone.',
      );
    const targets = [context.getHandler(), context.getClass()];
    const needed = this.reflector.getAllAndOverride<Right | undefined>(NEEDED, targets);
    if (needed === undefined || !rightsOfPerson(person).includes(needed))
      throw problem(
        403,
        'right-missing',
        'This is not yours to do',
        `${person.handle} lacks the right ${needed ?? 'to what has none'}; an administrator proposes roles, an approver grants them.`,
      );
    if (
      this.reflector.getAllAndOverride<boolean | undefined>(FACTOR, targets) === true &&
      person.factorUntil <= Date.now()
    )
      throw problem(
        403,
        'fresh-factor-needed',
        'Give a fresh code first',
        'What is approved needs a code of your authenticator application, given within the last minutes.',
      );
    request.person = person;
    return true;
  }
}
