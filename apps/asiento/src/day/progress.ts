import cliProgress from 'cli-progress';
import pc from 'picocolors';

/** Shows how far long work is: bars on a terminal, plain lines elsewhere, nothing when told to be quiet. */
export interface Progress {
  step(text: string): void;
  /** A stretch of work with a known size; `advance` with what is done in all. */
  bar(label: string, total: number): { advance(done: number): void; end(): void };
}

export const silent: Progress = {
  step: () => undefined,
  bar: () => ({ advance: () => undefined, end: () => undefined }),
};

export function showProgress(stream: NodeJS.WriteStream): Progress {
  return stream.isTTY ? onTerminal(stream) : asLines(stream);
}

function onTerminal(stream: NodeJS.WriteStream): Progress {
  return {
    step: (text) => void stream.write(`${pc.dim('·')} ${text}\n`),
    bar(label, total) {
      const bar = new cliProgress.SingleBar(
        {
          stream,
          format: `  ${label.padEnd(28)} {bar} {percentage} %  {value}/{total}  {duration_formatted}`,
          barsize: 28,
          hideCursor: true,
          clearOnComplete: false,
        },
        cliProgress.Presets.shades_classic,
      );
      bar.start(total, 0);
      return {
        advance: (done) => bar.update(Math.min(done, total)),
        end: () => {
          bar.update(total);
          bar.stop();
        },
      };
    },
  };
}

function asLines(stream: NodeJS.WriteStream): Progress {
  return {
    step: (text) => void stream.write(`${text}\n`),
    bar(label, total) {
      let next = 25;
      const say = (done: number): void => {
        const percent = total === 0 ? 100 : Math.floor((done * 100) / total);
        if (percent < next) return;
        stream.write(`${label}: ${percent} % (${done} of ${total})\n`);
        next = percent - (percent % 25) + 25;
      };
      return { advance: (done) => say(Math.min(done, total)), end: () => next <= 100 && say(total) };
    },
  };
}
