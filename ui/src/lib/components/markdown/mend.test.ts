import { expect, it } from 'vitest';
import { mend } from './mend';

function check(growing: string, mended: string): void {
  expect(mend(growing)).toBe(mended);
}

it('closes what was begun', () => {
  check('a **bold', 'a **bold**');
  check('a ~~gone', 'a ~~gone~~');
  check('a `code', 'a `code`');
  check('a ``code ` more', 'a ``code ` more``');
  check('**Bottom line:** pause', '**Bottom line:** pause');
});

it('leaves out a mark that has nothing yet', () => {
  check('a **', 'a ');
});

it('shows the words of a link whose address is still coming', () => {
  check('see [the manual](https://ok.exa', 'see the manual');
  check('see [the man', 'see the man');
  check('see ![a plan](https://evil.ex', 'see a plan');
});

it('leaves whole text alone', () => {
  check(
    'a [link](https://ok.example) and `code` and **bold**.',
    'a [link](https://ok.example) and `code` and **bold**.',
  );
  check('- **Risk:** one\n- **Cost:** two', '- **Risk:** one\n- **Cost:** two');
  check('2 * 3 = 6', '2 * 3 = 6');
});

it('does not read marks inside code', () => {
  check('`a ** b` and', '`a ** b` and');
});
