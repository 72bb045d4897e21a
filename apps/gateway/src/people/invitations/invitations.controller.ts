import { Body, Controller, Get, Param, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { Request, Response } from 'express';
import {
  acceptInvitationRequest,
  foundingInvitationRequest,
  type InvitationLink,
  type InvitationView,
  type SessionView,
} from '#contracts';
import { readBody } from '#platform/http';
import { Asker, Needs, type Person } from '#platform/identity';
import { DeskGuard } from '../desk.guard.js';
import { deviceCookie, sessionCookie } from '../sessions/cookies.js';
import { Sessions } from '../sessions/sessions.js';
import { Invitations } from './invitations.js';

/** The way in for those who are not known yet. */
@Controller('api/gateway/invitations')
export class InvitationsController {
  constructor(
    private readonly invitations: Invitations,
    private readonly sessions: Sessions,
  ) {}

  @Post()
  @UseGuards(DeskGuard)
  @Needs('found-house')
  found(@Body() body: unknown, @Asker() { handle }: Person, @Req() request: Request): Promise<InvitationLink> {
    const invited = readBody(foundingInvitationRequest, body);
    return this.invitations.found(invited, handle, request.socket.remoteAddress ?? '');
  }

  @Get(':token')
  view(@Param('token') token: string): Promise<InvitationView> {
    return this.invitations.view(token);
  }

  @Post(':token/accept')
  async accept(
    @Param('token') token: string,
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const { password } = readBody(acceptInvitationRequest, body);
    const { sessionId, handle, deviceMark } = await this.invitations.accept(
      token,
      password,
      request.socket.remoteAddress ?? '',
    );
    response.setHeader('Set-Cookie', [sessionCookie(sessionId), deviceCookie(handle, deviceMark)]);
    return this.sessions.view(sessionId);
  }
}
