import { EventEmitter } from 'node:events';

const news = new EventEmitter().setMaxListeners(0);

/** Tells the readers of this process that a transaction with messages has committed. Others notice by polling. */
export function announce(subjects: Iterable<string>): void {
  for (const subject of subjects) news.emit(subject);
}

/** Listens for announcements of some subjects, from its making on; none is lost between a look and the wait after it. */
export class Ear {
  private heard = false;
  private wake: () => void = () => undefined;
  private readonly hear = (): void => {
    this.heard = true;
    this.wake();
  };

  constructor(private readonly subjects: readonly string[]) {
    for (const subject of subjects) news.on(subject, this.hear);
  }

  /** Call before looking for news: what is announced from here on ends the next wait at once. */
  beginLook(): void {
    this.heard = false;
  }

  /** Resolves at the first announcement since `beginLook`, after the time, or when aborted. */
  untilNews(timeoutMs: number, signal: AbortSignal): Promise<void> {
    if (this.heard || signal.aborted) return Promise.resolve();
    return new Promise((done) => {
      const finish = (): void => {
        clearTimeout(timer);
        this.wake = () => undefined;
        signal.removeEventListener('abort', finish);
        done();
      };
      const timer = setTimeout(finish, timeoutMs);
      this.wake = finish;
      signal.addEventListener('abort', finish, { once: true });
    });
  }

  close(): void {
    for (const subject of this.subjects) news.off(subject, this.hear);
  }
}
