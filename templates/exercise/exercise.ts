// %% [markdown] id="title"
// # __TITLE__
// <!-- @q -->
//
// Say here what students will learn, and how.

// %% id="setup"
// @SHOW
import { exercise, todo } from 'gradlab';

const { check } = exercise('__SLUG__');

// %% [markdown] id="part-1"
// ## Part 1: The mean
//
// Say what is to be done, and what is given.

// %% id="mean"
function mean(values: number[]): number {
  // STUDENT TASK: Return the mean of the values.
  // @FILL begin mean
  return values.reduce((sum, value) => sum + value, 0) / values.length;
  // @FILL stub
  // return todo('mean');
  // @FILL end
}

// %% id="check-mean"
// @SHOW
await check('mean');

// %% [markdown] id="part-2"
// ## Part 2: Why divide
//
// Why does a mean need a division? A sentence is enough.

// %% [markdown] id="why"
// <!-- @ANSWER why -->
// The sum grows with the number of values, the mean must not: that takes a division.
