// The start page of the course: its size, where to continue, and what is missing.
import { useState } from 'preact/hooks';
import type { CourseData, PageProblem } from '../../services/shared/page/course-data.ts';
import { duration } from '../../services/shared/text/quantities.ts';
import { clock } from '../clock.ts';
import { nameOfLanguage } from '../language-name.ts';
import { recallLast } from '../memory.ts';
import { DOUBTS_LINK, lectureLink } from '../route.ts';
import { FolderChooser } from './folder-chooser.tsx';
import type { CourseLecture } from './lectures.ts';
import { saveCourse } from './save-course.ts';

export const CourseView = ({ course, lectures }: { course: CourseData; lectures: CourseLecture[] }) => {
  const seconds = lectures.reduce((sum, lecture) => sum + lecture.duration, 0);
  const words = lectures.reduce((sum, lecture) => sum + lecture.words, 0);
  const spoken = [
    ...new Set(lectures.filter((lecture) => lecture.words > 0).map(({ language }) => language)),
  ];
  const problems = [...course.problems, ...course.folders.flatMap((folder) => folder.problems)];
  return (
    <article class="course">
      <h1>
        <bdi>{course.title}</bdi>
      </h1>
      <p class="facts">
        {[
          `${lectures.length} lecture${lectures.length === 1 ? '' : 's'}`,
          duration(seconds),
          `${words.toLocaleString('en')} words`,
          spoken.map(nameOfLanguage).join(', '),
        ]
          .filter(Boolean)
          .join(' · ')}
      </p>
      <Continue lectures={lectures} />
      <div class="tools">
        <a class="button" href={DOUBTS_LINK}>
          Places to check
        </a>
        <SaveCourse course={course} lectures={lectures} />
        <FolderChooser lectures={lectures} />
      </div>
      <Problems title="Videos without a transcript" problems={course.failed} />
      <Problems title="Files missing from this page" problems={problems} />
    </article>
  );
};

const Continue = ({ lectures }: { lectures: CourseLecture[] }) => {
  const last = recallLast();
  const lecture = lectures.find(({ name }) => name === last?.name) ?? lectures[0];
  if (!lecture) return <p>There is no transcript here yet.</p>;
  const isNew = lecture.name !== last?.name;
  return (
    <p>
      <a class="button main" href={lectureLink(lecture.name, isNew ? undefined : last.time)}>
        {isNew ? 'Start with ' : 'Continue with '}
        <bdi>{lecture.name}</bdi>
        {!isNew && ` at ${clock(last.time)}`}
      </a>
    </p>
  );
};

const SaveCourse = ({ course, lectures }: { course: CourseData; lectures: CourseLecture[] }) => {
  const [state, setState] = useState('');
  const save = async (): Promise<void> => {
    setState('Collecting the words …');
    try {
      await saveCourse(course, lectures);
      setState('');
    } catch (error) {
      setState(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <>
      <button type="button" onClick={() => void save()}>
        Download course.md
      </button>
      {state && <span role="status">{state}</span>}
    </>
  );
};

const Problems = ({ title, problems }: { title: string; problems: PageProblem[] }) =>
  problems.length === 0 ? null : (
    <section class="problems">
      <h2>{title}</h2>
      <ul>
        {problems.map(({ name, reason }) => (
          <li key={name}>
            <bdi class="name">{name}</bdi> {reason}
          </li>
        ))}
      </ul>
    </section>
  );
