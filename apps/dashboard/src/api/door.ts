/** Whoever looks after the session; the client asks here, so that no request has to know how people sign in. */
export interface Doorkeeper {
  /** Goes along with every act; null while nobody is signed in. */
  readonly csrf: () => string | null;
  /**
   * Waits until somebody is signed in.
   * @returns number of the admission, to be given back to `lost`
   */
  readonly admitted: (signal: AbortSignal) => Promise<number>;
  /** The house does not know any more who asks. An answer to a request of an earlier admission says nothing of this one. */
  readonly lost: (admission: number) => void;
  /** Asks for a fresh code of the second factor; false when the person gives none. */
  readonly freshFactor: () => Promise<boolean>;
}

let keeper: Doorkeeper | undefined;

export function postDoorkeeper(doorkeeper: Doorkeeper): void {
  keeper = doorkeeper;
}

export function doorkeeper(): Doorkeeper {
  if (keeper === undefined) throw new Error('a request was made before anybody looked after the session');
  return keeper;
}
