// The frame of the page: a header with the search, the outline, and the view for the address.
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { CourseData } from '../services/shared/page/course-data.ts';
import { SaveBar } from './corrections/save-bar.tsx';
import { CourseView } from './course/course-view.tsx';
import { NoLecture } from './course/no-lecture.tsx';
import { Outline } from './course/outline.tsx';
import { OutlineDrawer } from './course/outline-drawer.tsx';
import { failedIn, lecturesOf, toTree } from './course/tree.ts';
import { DoubtsView } from './doubts-view.tsx';
import { Help } from './help.tsx';
import { useArrival, useRoute } from './hooks.ts';
import { isTyping } from './keys.ts';
import { LectureView } from './lecture/lecture-view.tsx';
import { parseRoute, searchLink } from './route.ts';
import { prepareSearch, SearchView } from './search/search-view.tsx';
import { ThemeButton } from './theme.tsx';

export const App = ({ course }: { course: CourseData }) => {
  const route = useRoute();
  useArrival(route);
  const [isHelpOpen, openHelp] = useState(false);
  const [isOutlineOpen, openOutline] = useState(false);
  const tree = useMemo(() => toTree(course), [course]);
  const lectures = useMemo(() => lecturesOf(tree), [tree]);
  const search = useRef<HTMLInputElement>(null);
  // A layout effect, so that keys work as soon as the page is visible.
  useLayoutEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (isTyping(event)) return;
      if (event.key === '?') openHelp(true);
      else if (event.key === '/') search.current?.focus();
      else return;
      event.preventDefault();
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);

  const current = route.view === 'lecture' ? route.name : undefined;
  const lecture = route.view === 'lecture' ? lectures.find(({ name }) => name === route.name) : undefined;
  useEffect(() => {
    document.title = lecture ? `${lecture.name} · ${course.title}` : course.title;
  }, [lecture, course]);

  return (
    <div class="frame" data-view={route.view}>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the text
      </button>
      <header class="top">
        {route.view !== 'course' && (
          <button
            type="button"
            class="quiet opens-outline"
            onClick={() => openOutline(true)}
            aria-haspopup="dialog"
            aria-label="Outline"
            title="Outline"
          >
            <span aria-hidden="true">☰</span>
          </button>
        )}
        <a class="title" href="#/">
          <bdi>{course.title}</bdi>
        </a>
        <SearchField
          field={search}
          query={route.view === 'search' ? route.query : ''}
          prepare={() => prepareSearch(course)}
        />
        <ThemeButton />
        <button type="button" class="quiet" onClick={() => openHelp(true)} aria-label="Help" title="Help (?)">
          <span aria-hidden="true">?</span>
        </button>
      </header>
      <nav class="outline" aria-label="Outline">
        <Outline tree={tree} current={current} />
      </nav>
      <main id="main" tabIndex={-1}>
        {route.view === 'course' && <CourseView course={course} lectures={lectures} />}
        {route.view === 'search' && <SearchView course={course} lectures={lectures} query={route.query} />}
        {route.view === 'doubts' && <DoubtsView lectures={lectures} />}
        {lecture && route.view === 'lecture' && (
          <LectureView key={lecture.name} lecture={lecture} lectures={lectures} time={route.time} />
        )}
        {route.view === 'lecture' && !lecture && (
          <NoLecture name={route.name} failed={failedIn(tree).find(({ name }) => name === route.name)} />
        )}
      </main>
      <SaveBar />
      {isOutlineOpen && <OutlineDrawer tree={tree} current={current} close={() => openOutline(false)} />}
      {isHelpOpen && <Help close={() => openHelp(false)} />}
    </div>
  );
};

/** Enter and the down arrow move to the results, Escape back to the page. */
const leaveBy = ({ key, currentTarget, isComposing }: KeyboardEvent): void => {
  if (isComposing) return;
  if (key === 'Enter' || key === 'ArrowDown') document.querySelector<HTMLElement>('.found a')?.focus();
  else if (key === 'Escape' && currentTarget instanceof HTMLElement) currentTarget.blur();
};

type SearchFieldProps = { field: { current: HTMLInputElement | null }; query: string; prepare: () => void };

/** The first letter of a search adds an entry to the browser's history; later ones replace it. */
const SearchField = ({ field, query, prepare }: SearchFieldProps) => {
  const type = ({ currentTarget }: { currentTarget: HTMLInputElement }): void => {
    const link = searchLink(currentTarget.value);
    // The rendered route may be a few letters behind.
    if (parseRoute(location.hash).view === 'search') location.replace(link);
    else location.hash = link;
  };
  useEffect(() => {
    // Not while the user types: the address is a few letters behind.
    if (field.current && field.current !== document.activeElement) field.current.value = query;
  }, [query, field]);
  return (
    <search>
      <input
        ref={field}
        type="search"
        placeholder="Search"
        aria-label="Search all lectures"
        aria-keyshortcuts="/"
        autocomplete="off"
        spellcheck={false}
        dir="auto"
        onFocus={prepare}
        onInput={type}
        onKeyDown={leaveBy}
      />
    </search>
  );
};
