import { Controller, Get } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { INestApplication } from '@nestjs/common';
import { ProblemFilter } from '#platform/http';
import { noteOf, peopleKeyOfTests, person } from '#test/people';
import { RightsGuard } from './index.js';
import { Needs } from './rights.guard.js';

@Controller('books')
class Forgetful {
  @Get('forgotten')
  forgotten(): string {
    return 'all of it';
  }

  @Get('named')
  @Needs('read-books')
  named(): string {
    return 'this';
  }
}

describe('the guard of every service', () => {
  let app: INestApplication;
  let url: string;
  beforeAll(async () => {
    app = await NestFactory.create({ module: class {}, controllers: [Forgetful] }, { logger: false });
    app.useGlobalFilters(new ProblemFilter(() => undefined));
    app.useGlobalGuards(new RightsGuard(peopleKeyOfTests));
    await app.listen(0, '127.0.0.1');
    url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  });
  afterAll(() => app.close());

  const ask = async (path: string, ...roles: Parameters<typeof person>[1][]): Promise<number> => {
    const headers = noteOf(person('ana', ...roles), { method: 'GET', path });
    return (await fetch(url + path, { headers })).status;
  };

  it('keeps a handler that names no right closed to everybody', async () => {
    for (const role of ['clerk', 'approver', 'controller', 'auditor', 'administrator'] as const)
      expect(await ask('/books/forgotten', role)).toBe(403);
  });

  it('opens one that names a right to those who have it', async () => {
    expect(await ask('/books/named', 'auditor')).toBe(200);
    expect(await ask('/books/named', 'administrator')).toBe(403);
    expect(await ask('/books/named')).toBe(403);
  });
});
