import type { ServiceDefinition } from '#platform/service';
import type { Database, DatabaseAddress } from '#platform/database';
import { backlog, type BusAddress, type MessageBus } from '#platform/messaging';
import { CommandFailed, exitCodes } from '../exit-codes.js';
import type { HouseApi } from './api.js';

export interface OpenHouseOptions {
  readonly dataFolder: string;
  readonly database: string;
  /** Undefined: no HTTP; otherwise wanted port, and whether another will do. */
  readonly listen?: { readonly port: number; readonly orAnother: boolean };
  readonly onProgress: (step: string) => void;
  /** For a replay: the custodian's answers are recorded, nobody may answer again. */
  readonly withoutOutsideWorld?: boolean;
  /** Server that is up already; whoever started it stops it. */
  readonly adminUrl?: string;
  /** Folder of a built dashboard other than the one that the build leaves. */
  readonly dashboard?: string;
  /** How messages travel; as the environment says, if not given. */
  readonly busAddress?: BusAddress;
}

/** All services of the house, wherever they run. */
export interface House {
  readonly address: DatabaseAddress;
  readonly admin: Database;
  readonly bus: MessageBus;
  readonly api: HouseApi;
  /** Messages that somebody hears and has not handled, over all services. */
  backlog(): Promise<number>;
  stop(): Promise<void>;
}

/** @param crashed a service that has given up, if there is one; waiting for it would be in vain */
export function backlogOf(
  { admin, bus }: Pick<House, 'admin' | 'bus'>,
  hearers: readonly ServiceDefinition[],
  crashed?: { readonly service: string; readonly lastError: string | null },
): Promise<number> {
  if (crashed) throw new CommandFailed(`${crashed.service} has stopped: ${crashed.lastError}`, exitCodes.notRight);
  return backlog(admin, bus, hearers);
}
