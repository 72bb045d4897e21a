import { Body, Controller, Get, HttpCode, Param, Post, Query, Req, UseGuards } from '@nestjs/common';
import type { Request } from 'express';
import {
  peopleApprovalRequest,
  peopleProposalRequest,
  peopleRejectionRequest,
  type Page,
  type PeopleApproved,
  type PeopleProposalRow,
  type PersonRow,
} from '#contracts';
import { Database } from '#platform/database';
import { decodeCursor, isInstant, isUuid, oneOf, pageLimit, problem, readBody } from '#platform/http';
import { Asker, Needs, NeedsFreshFactor, type Person } from '#platform/identity';
import { DeskGuard } from '../desk.guard.js';
import { PeopleSettings } from '../people-settings.js';
import { DecidePeople, type Decider } from './decide-people.js';
import { OnlyAtItsPath } from './only-at-its-path.guard.js';
import { listPeople } from './person.store.js';
import { listProposals, proposalStates } from './proposal.store.js';

type Query = Readonly<Record<string, unknown>>;

/** Who works here, and who is to. */
@Controller('api/gateway/:peoplePath')
@UseGuards(OnlyAtItsPath, DeskGuard)
export class AdministrationController {
  constructor(
    private readonly database: Database,
    private readonly settings: PeopleSettings,
    private readonly decisions: DecidePeople,
  ) {}

  @Get('people')
  @Needs('read-people')
  people(@Query() query: Query): Promise<Page<PersonRow>> {
    const [after] = decodeCursor(query['cursor'], 1) ?? [];
    return listPeople(this.database, { after, limit: pageLimit(query['limit']) });
  }

  @Get('proposals')
  @Needs('read-people')
  proposals(@Query() query: Query): Promise<Page<PeopleProposalRow>> {
    return listProposals(this.database, {
      state: oneOf('state', query['state'], proposalStates),
      after: decodeCursor(query['cursor'], 2, [isInstant, isUuid]),
      limit: pageLimit(query['limit']),
      now: new Date(this.settings.now()),
    });
  }

  @Post('proposals')
  @Needs('propose-people')
  propose(@Body() body: unknown, @Asker() person: Person, @Req() request: Request): Promise<PeopleProposalRow> {
    const { subject, reason } = readBody(peopleProposalRequest, body);
    return this.decisions.propose(subject, reason, deciderOf(person, request));
  }

  @Post('proposals/:proposalId/approve')
  @HttpCode(200)
  @Needs('approve-people')
  @NeedsFreshFactor()
  approve(
    @Param('proposalId') id: string,
    @Body() body: unknown,
    @Asker() person: Person,
    @Req() request: Request,
  ): Promise<PeopleApproved> {
    const { shown, reason } = readBody(peopleApprovalRequest, body);
    return this.decisions.approve(idOf(id), shown, reason, deciderOf(person, request));
  }

  @Post('proposals/:proposalId/reject')
  @HttpCode(200)
  @Needs('approve-people')
  reject(
    @Param('proposalId') id: string,
    @Body() body: unknown,
    @Asker() person: Person,
    @Req() request: Request,
  ): Promise<PeopleProposalRow> {
    const { reason } = readBody(peopleRejectionRequest, body);
    return this.decisions.reject(idOf(id), reason, deciderOf(person, request));
  }

  @Post('proposals/:proposalId/withdraw')
  @HttpCode(200)
  @Needs('propose-people')
  withdraw(
    @Param('proposalId') id: string,
    @Body() body: unknown,
    @Asker() person: Person,
    @Req() request: Request,
  ): Promise<PeopleProposalRow> {
    const { reason } = readBody(peopleRejectionRequest, body);
    return this.decisions.withdraw(idOf(id), reason, deciderOf(person, request));
  }
}

const deciderOf = ({ handle }: Person, request: Request): Decider => ({
  handle,
  address: request.socket.remoteAddress ?? '',
});

function idOf(text: string): string {
  if (isUuid(text)) return text;
  throw problem(404, 'unknown-proposal', 'There is no such proposal', 'Ids of proposals are given in their list.');
}
