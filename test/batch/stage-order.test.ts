import { expect, it } from 'vitest';
import { StageOrder, type Staged } from '../../src/batch/stage-order.js';

interface Student extends Staged {
  name: string;
}

const first = {};
const second = {};
const student = (name: string, tasksDecided = 0, tasksDisclosed = 0, exercise: object = first): Student => ({
  name,
  exercise,
  grading: { tasksDecided, tasksDisclosed },
});

/** Whether it is somebody's turn now, and whose. */
const nameOf = async (turn: Promise<{ submission: Student; isAlone: boolean } | undefined>) => {
  const taken = await Promise.race([turn, new Promise<'waits'>((resolve) => setImmediate(resolve, 'waits'))]);
  return taken === 'waits' ? taken : taken && `${taken.submission.name}${taken.isAlone ? ' alone' : ''}`;
};

it('StageOrder: lets nobody run beside a reference while a mark for that task is open', async () => {
  const ada = student('ada');
  const ben = student('ben');
  const order = new StageOrder([ada, ben]);
  expect(await nameOf(order.take())).toBe('ada');
  const adaNext = student('ada', 2, 1);
  order.giveBack(ada, { next: adaNext });
  expect(await nameOf(order.take())).toBe('ben');
  const turn = order.take();
  expect(await nameOf(turn)).toBe('waits');
  const benNext = student('ben', 1, 0);
  order.giveBack(ben, { next: benNext });
  expect(await nameOf(turn)).toBe('ada');
  expect(await nameOf(order.take())).toBe('ben');
  order.giveBack(benNext, 'nothing');
  const end = order.take();
  expect(await nameOf(end)).toBe('waits');
  order.giveBack(adaNext, 'nothing');
  expect(await nameOf(end)).toBeUndefined();
});

it('StageOrder: other exercises do not wait', async () => {
  const order = new StageOrder([student('ada'), student('ben', 1, 1, second)]);
  expect(await nameOf(order.take())).toBe('ada');
  expect(await nameOf(order.take())).toBe('ben');
});

it('StageOrder: what slept has its stage again when no other runs, before anybody sees the reference of its task', async () => {
  const ada = student('ada');
  const ben = student('ben');
  const carl = student('carl', 0, 0, second);
  const order = new StageOrder([ada, ben, carl]);
  expect(await nameOf(order.take())).toBe('ada');
  order.giveBack(ada, { again: ada });
  expect(await nameOf(order.take())).toBe('ben');
  expect(await nameOf(order.take())).toBe('carl');
  const benNext = student('ben', 1, 1);
  order.giveBack(ben, { next: benNext });
  const turns = [order.take(), order.take()] as const;
  expect(await Promise.all(turns.map(nameOf))).toEqual(['waits', 'waits']);
  order.giveBack(carl, 'nothing');
  expect(await nameOf(turns[0])).toBe('ada alone');
  expect(await nameOf(turns[1])).toBe('waits');
  order.giveBack(ada, { next: student('ada', 1, 0) });
  expect(await nameOf(turns[1])).toBe('ben');
  expect(await nameOf(order.take())).toBe('ada');
});
