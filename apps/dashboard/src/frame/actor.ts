import { store, useStore } from './store.js';

const KEPT_AS = 'asiento.actor';
export const ACTOR_LENGTH = 64;

const actor = store<string | null>(localStorage.getItem(KEPT_AS));
const asking = store(false);

/** The handle a clerk gave; every act carries it. There is no sign-in behind it yet, and the desk says so. */
export const useActor = (): string | null => useStore(actor);

export const useActorQuestion = (): boolean => useStore(asking);

export const askForActor = (): void => asking.set(true);

export const closeActorQuestion = (): void => asking.set(false);

export function nameActor(handle: string): void {
  localStorage.setItem(KEPT_AS, handle);
  actor.set(handle);
  asking.set(false);
}
