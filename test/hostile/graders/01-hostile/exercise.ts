// %% [markdown] id="title"
// # Two tasks to attack
// <!-- @q -->

// %% id="setup"
// @SHOW
import { exercise, todo } from 'gradlab';

const { check } = exercise('01-hostile');

// %% id="mean"
function mean(values: number[]): number {
  // STUDENT TASK: Return the mean of the values.
  // @FILL begin mean
  return values.reduce((sum, value) => sum + value, 0) / values.length;
  // @FILL stub
  // return todo('mean');
  // @FILL end
}

// %% id="largest"
function largest(values: number[]): number {
  // STUDENT TASK: Return the largest of the values.
  // @FILL begin largest
  return Math.max(...values);
  // @FILL stub
  // return todo('largest');
  // @FILL end
}

// %% id="check"
// @SHOW
await check('mean');
