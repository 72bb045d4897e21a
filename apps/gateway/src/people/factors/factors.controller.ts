import { Body, Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { confirmFactorRequest, enrolFactorRequest, type FactorToEnrol, type SessionView } from '#contracts';
import { readBody } from '#platform/http';
import { sessionCookie } from '../sessions/cookies.js';
import { Sessions, type KnownSession } from '../sessions/sessions.js';
import { waitingFirst } from '../sign-in/wait-first.js';
import { OwnSession } from '../who-asks.js';
import { EnrolFactor } from './enrol-factor.js';

/** Authenticator applications of the person who asks. */
@Controller('api/gateway/factors/totp')
export class FactorsController {
  constructor(
    private readonly enrolment: EnrolFactor,
    private readonly sessions: Sessions,
  ) {}

  @Post()
  @HttpCode(200)
  async begin(
    @OwnSession() session: KnownSession,
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<FactorToEnrol> {
    const { password } = readBody(enrolFactorRequest, body);
    const address = request.socket.remoteAddress ?? '';
    return waitingFirst(response, () => this.enrolment.begin(session, password, address));
  }

  @Post('confirm')
  @HttpCode(200)
  async confirm(
    @OwnSession() session: KnownSession,
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const { code } = readBody(confirmFactorRequest, body);
    const address = request.socket.remoteAddress ?? '';
    const id = await waitingFirst(response, () => this.enrolment.confirm(session, code, address));
    response.setHeader('Set-Cookie', sessionCookie(id));
    return this.sessions.view(id);
  }
}
