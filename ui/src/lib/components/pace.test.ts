import { expect, it } from 'vitest';
import { Pace } from './pace';

it('tells what is left from the speed of the last seconds', () => {
  const pace = new Pace();
  expect(pace.left(0, 1000, 0)).toBeNull();
  expect(pace.left(10, 1000, 1000)).toBeNull();
  expect(pace.left(40, 1000, 4000)).toBeCloseTo(96);
  // Ten times as fast from here on: soon only that counts.
  for (let second = 5; second <= 20; second += 1) pace.left(40 + (second - 4) * 50, 1000, second * 1000);
  expect(pace.left(890, 1000, 21_000)).toBeCloseTo(2.2);
});

it('knows nothing while nothing comes, or after a new start', () => {
  const pace = new Pace();
  pace.left(500, 1000, 0);
  expect(pace.left(500, 1000, 5000)).toBeNull();
  pace.left(0, 1000, 6000);
  expect(pace.left(10, 1000, 7000)).toBeNull();
});
