import { EventEmitter } from 'node:events';

const news = new EventEmitter().setMaxListeners(0);

/** Tells the readers of this process that a transaction with messages has committed. Others notice by polling. */
export function announce(): void {
  news.emit('appended');
}

/** Resolves at the next announcement, after the time, or when aborted. */
export function untilNews(timeoutMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    const finish = (): void => {
      clearTimeout(timer);
      news.off('appended', finish);
      signal.removeEventListener('abort', finish);
      done();
    };
    const timer = setTimeout(finish, timeoutMs);
    news.once('appended', finish);
    signal.addEventListener('abort', finish, { once: true });
  });
}
