// Where the page begins: the outline's script calls showCourse, and the course is drawn.
import { render } from 'preact';
import { App } from './app.tsx';
import { receiveCourse } from './course/course.ts';
import { showTheme } from './theme.tsx';

showTheme();
receiveCourse((course) => {
  const place = document.getElementById('page');
  if (!place) return;
  place.replaceChildren();
  render(<App course={course} />, place);
});
