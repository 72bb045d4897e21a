import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database';
import { PeopleSettings } from '../people-settings.js';

/** Where people are administered: as configured, or as drawn for this house when its database was made. */
@Injectable()
export class PeoplePath {
  private known: string | undefined;

  constructor(
    private readonly database: Database,
    private readonly settings: PeopleSettings,
  ) {}

  async value(): Promise<string> {
    this.known ??= this.settings.peoplePath ?? (await this.drawn());
    return this.known;
  }

  private async drawn(): Promise<string> {
    const [house] = await this.database.rows<{ people_path: string }>('select people_path from gateway.house');
    if (house === undefined) throw new Error('the house has no path for its people; its schema is not up to date');
    return house.people_path;
  }
}
