import { join, resolve } from 'node:path';
import { findBinaries } from './binaries.js';
import { passwordOf, placeOfCluster, removeCluster } from './cluster-place.js';
import { oneAtATime } from './one-at-a-time.js';
import { Server } from './server.js';

export interface EmbeddedPostgresOptions {
  /** Folder for the cluster (`pg`), its password (`pg-password`) and its log (`server.log`). Kept between runs. */
  readonly folder: string;
  readonly onProgress?: (step: string) => void;
}

export interface EmbeddedPostgres {
  /** Address of database `postgres` under the superuser, password included. */
  readonly url: string;
  readonly port: number;
  /** True when a server was up already and is used again: one that a killed run left, or that another command runs. */
  readonly attached: boolean;
  /** Ends the server for everybody who uses it. */
  stop(): Promise<void>;
}

/**
 * Starts PostgreSQL from the npm binaries: as root or not, for the first time, again, or after a kill.
 * Processes that start the same folder at once take turns; the later ones attach.
 * @throws EnvironmentFault with what is wrong and what to do
 */
export async function startEmbeddedPostgres({
  folder,
  onProgress = () => undefined,
}: EmbeddedPostgresOptions): Promise<EmbeddedPostgres> {
  const place = await placeOfCluster(resolve(folder), onProgress);
  const server = new Server(await findBinaries(place.user), place);
  return oneAtATime(lockOf(folder), async () => {
    const password = await passwordOf(place);
    const up = (port: number, attached: boolean): EmbeddedPostgres => ({
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      port,
      attached,
      stop: () => server.stop(),
    });
    const running = await server.runningPort();
    if (running !== undefined) {
      onProgress('PostgreSQL is up already, using it');
      return up(running, true);
    }
    if (!server.exists) {
      onProgress('creating the PostgreSQL cluster');
      await server.create(password);
    }
    onProgress('starting PostgreSQL');
    return up(await server.start(), false);
  });
}

/**
 * Stops the server of a data folder and removes all its data, wherever they lie; does nothing where there is none.
 * @throws EnvironmentFault
 */
export async function removeEmbeddedPostgres(folder: string): Promise<void> {
  const place = await placeOfCluster(resolve(folder), () => undefined);
  const server = new Server(await findBinaries(place.user), place);
  await oneAtATime(lockOf(folder), async () => {
    await server.stop();
    await removeCluster(place);
  });
}

const lockOf = (folder: string): string => join(resolve(folder), 'starting.lock');
