// What a run shows while it works: a line that changes on a terminal, a line for each change of state in a pipe.
import ora from 'ora';

export type Progress = ReturnType<typeof makeProgress>;

/** In a pipe a line is written at most this often. */
const PIPE_INTERVAL_MS = 5_000;

/** @param stream stderr: stdout is for results. */
export const makeProgress = (stream: NodeJS.WriteStream) => {
  // A terminal without a width, as some CI systems have, would be cleared line by line for ever.
  const isTerminal = stream.isTTY === true && stream.columns > 0;
  const spinner = ora({ stream, isEnabled: isTerminal, discardStdin: false });
  let shown = { text: '', at: 0 };
  const plain = (text: string) => void stream.write(`${text}\n`);
  return {
    /** Where the run is now. */
    update(text: string) {
      if (isTerminal) {
        spinner.text = text;
        if (!spinner.isSpinning) spinner.start();
      } else if (text !== shown.text && Date.now() - shown.at > PIPE_INTERVAL_MS) {
        shown = { text, at: Date.now() };
        plain(text);
      }
    },
    /** A phase has ended well. */
    done(text: string) {
      shown = { text, at: 0 };
      if (isTerminal) spinner.succeed(text);
      else plain(text);
    },
    clear() {
      spinner.stop();
    },
  };
};
