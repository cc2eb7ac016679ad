// The entry point: the outline's script calls showCourse, which renders the course.
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
    // Even so, load the draft from the browser: otherwise the next correction would replace it.
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
