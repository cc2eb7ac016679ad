// Where the page begins: the outline's script calls showCourse, and the course is drawn.
import { render } from 'preact';
import type { CourseData } from '../services/shared/page/course-data.ts';
import { App } from './app.tsx';
import { receiveCorrections } from './corrections/state.ts';
import { loadCorrections, receiveCourse } from './course/course.ts';
import { restoreFolder } from './course/folder-chooser.tsx';
import { showTheme } from './theme.tsx';

const draw = async (course: CourseData): Promise<void> => {
  const place = document.getElementById('page');
  if (!place) return;
  let shown = course;
  try {
    receiveCorrections(course.corrections ? await loadCorrections(course.corrections) : undefined);
  } catch (error) {
    // What is kept in the browser is none the worse; without it, the next correction would take its place.
    receiveCorrections(undefined);
    const problem = {
      name: 'corrections.json',
      reason: error instanceof Error ? error.message : String(error),
    };
    shown = { ...course, problems: [...course.problems, problem] };
  }
  place.replaceChildren();
  render(<App course={shown} />, place);
  void restoreFolder();
};

showTheme();
receiveCourse((course) => void draw(course));
