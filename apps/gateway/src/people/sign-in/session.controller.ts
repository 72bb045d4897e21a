import { Body, Controller, Delete, Get, HttpCode, Post, Req, Res } from '@nestjs/common';
import type { Request, Response } from 'express';
import { freshFactorRequest, signInRequest, type SessionView } from '#contracts';
import { Database } from '#platform/database';
import { readBody } from '#platform/http';
import { writeAudit } from '../audit/audit-log.js';
import { FreshFactor } from '../factors/fresh-factor.js';
import { PeopleSettings } from '../people-settings.js';
import {
  cookieIn,
  deviceCookie,
  deviceCookieName,
  noSessionCookie,
  SESSION_COOKIE,
  sessionCookie,
} from '../sessions/cookies.js';
import { Sessions, type KnownSession } from '../sessions/sessions.js';
import { OwnSession } from '../who-asks.js';
import { SignIn } from './sign-in.js';
import { waitingFirst } from './wait-first.js';

/** Coming and going of people. */
@Controller('api/gateway/session')
export class SessionController {
  constructor(
    private readonly database: Database,
    private readonly settings: PeopleSettings,
    private readonly sessions: Sessions,
    private readonly signIns: SignIn,
    private readonly freshFactor: FreshFactor,
  ) {}

  @Get()
  whoAmI(@OwnSession() session: KnownSession): Promise<SessionView> {
    return this.sessions.view(session.id);
  }

  @Post()
  async signIn(
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const given = readBody(signInRequest, body);
    const visitor = {
      address: request.socket.remoteAddress ?? '',
      deviceMark: cookieIn(request.headers.cookie, deviceCookieName(given.handle)),
      earlierSession: cookieIn(request.headers.cookie, SESSION_COOKIE),
    };
    const { sessionId, handle, deviceMark } = await waitingFirst(response, () => this.signIns.signIn(given, visitor));
    const view = await this.sessions.view(sessionId);
    response.setHeader('Set-Cookie', [sessionCookie(sessionId), deviceCookie(handle, deviceMark)]);
    return view;
  }

  @Delete()
  @HttpCode(204)
  async signOut(
    @OwnSession() { id, handle }: KnownSession,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<void> {
    const address = request.socket.remoteAddress ?? '';
    await this.database.transaction(async (tx) => {
      await this.sessions.end(tx, id);
      await writeAudit(tx, [
        { at: this.settings.now(), actor: handle, act: 'signed-out', object: handle, detail: '', address },
      ]);
    });
    response.setHeader('Set-Cookie', noSessionCookie);
  }

  @Post('factor')
  @HttpCode(200)
  async giveCode(
    @OwnSession() session: KnownSession,
    @Body() body: unknown,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<SessionView> {
    const { code } = readBody(freshFactorRequest, body);
    const address = request.socket.remoteAddress ?? '';
    await waitingFirst(response, () => this.freshFactor.give(session, code, address));
    return this.sessions.view(session.id);
  }
}
