// Explains the keys and the search.
import { useModal } from './hooks.ts';

const KEYS: [string[], string][] = [
  [['space', 'k'], 'play or pause'],
  [['j', 'l'], 'back or forward 10 seconds'],
  [['←', '→'], 'back or forward 5 seconds'],
  [['0', '…', '9'], 'jump to that tenth of the lecture'],
  [['<', '>'], 'slower, faster'],
  [['c'], 'captions on or off'],
  [['m', '-', '+'], 'mute, quieter, louder'],
  [['f'], 'full screen'],
  [['/'], 'search; Enter goes to the first lecture found'],
  [['?'], 'this help'],
];

const SEARCHES: [string, string][] = [
  ['photosynthesis', 'also finds beginnings of words and small misspellings'],
  ['light energy', 'finds lectures with both words, those with the words together first'],
  ['"light energy"', 'finds exactly these words in a row'],
];

const Keys = ({ keys }: { keys: string[] }) => (
  <>{keys.map((key) => (key === '…' ? ` ${key} ` : [' ', <kbd key={key}>{key}</kbd>]))}</>
);

export const Help = ({ close }: { close: () => void }) => {
  const dialog = useModal();
  return (
    <dialog ref={dialog} onClose={close} aria-labelledby="help-title" {...{ closedby: 'any' }}>
      <h2 id="help-title" tabIndex={-1} autofocus>
        Help
      </h2>
      <h3>Keys</h3>
      <dl>
        {KEYS.map(([keys, meaning]) => (
          <div key={meaning}>
            <dt>
              <Keys keys={keys} />
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <h3>Search</h3>
      <dl>
        {SEARCHES.map(([typed, meaning]) => (
          <div key={typed}>
            <dt>
              <code>{typed}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <p>
        Click a word to play from it; with <i>Correct</i> pressed, to change it. The page works without the
        internet: nothing that you search, hear or change leaves this computer.
      </p>
      <form method="dialog">
        <button type="submit">Close</button>
      </form>
    </dialog>
  );
};
