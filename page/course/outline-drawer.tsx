// The outline on narrow screens, where it does not fit beside the text.
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { useModal } from '../hooks.ts';
import { Outline } from './outline.tsx';
import type { Branch } from './tree.ts';

type Props = { tree: Branch; current: string | undefined; close: () => void };

export const OutlineDrawer = ({ tree, current, close }: Props) => {
  const dialog = useModal();
  const opened = useRef(current);
  useLayoutEffect(() => {
    dialog.current?.addEventListener('click', ({ target }) => {
      // The link may lead to the lecture that is open already.
      if (target instanceof Element && target.closest('a')) dialog.current?.close();
    });
  }, []);
  useEffect(() => {
    if (current !== opened.current) close();
  }, [current]);
  return (
    <dialog
      ref={dialog}
      class="drawer"
      onClose={close}
      aria-labelledby="drawer-title"
      {...{ closedby: 'any' }}
    >
      <form method="dialog">
        <h2 id="drawer-title">Outline</h2>
        <button type="submit" class="quiet" aria-label="Close">
          <span aria-hidden="true">✕</span>
        </button>
      </form>
      <div class="outline">
        <Outline tree={tree} current={current} />
      </div>
    </dialog>
  );
};
