import { describe, expect, it } from 'vitest';
import { uuid7 } from './uuid7';

describe('an id', () => {
  it('has the shape of a UUID of version 7', () => {
    expect(uuid7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('holds the time before everything that is random', () => {
    const full = new Uint8Array(10).fill(0xff);
    expect(uuid7(0x0192_3456_789a, full)).toBe('01923456-789a-7fff-bfff-ffffffffffff');
    expect(uuid7(0x0192_3456_789a, new Uint8Array(10))).toBe('01923456-789a-7000-8000-000000000000');
  });

  it('is larger than those before it, and never the same', () => {
    expect(uuid7(2000) > uuid7(1000)).toBe(true);
    expect(uuid7(1000)).not.toBe(uuid7(1000));
  });
});
