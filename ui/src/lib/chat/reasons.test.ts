import { describe, expect, it } from 'vitest';
import { style } from '../../../tests/fake/samples';
import { outlook, type StyleDimension } from './reasons';

const free = () => true;

/** The sample's style with another value. */
function having(dimension: StyleDimension, value: string): typeof style {
  return {
    ...style,
    dimensions: style.dimensions.map((each) => (each.dimension === dimension ? { ...each, value } : each)),
  };
}

describe('what is said of a reason', () => {
  it('is what the next answers will be like', () => {
    expect(outlook('too_long', having('length', 'long'), free)).toBe('rating.shorter');
    expect(outlook('too_short', having('length', 'short'), free)).toBe('rating.longer');
    expect(outlook('too_technical', having('jargon', 'expert'), free)).toBe('rating.plainer');
    expect(outlook('too_basic', having('jargon', 'plain'), free)).toBe('rating.deeper');
    expect(outlook('wrong_tone', style, free)).toBe('rating.tone');
  });

  it('promises nothing of what was said', () => {
    expect(outlook('wrong', style, free)).toBe('rating.noted');
    expect(outlook('not_asked', style, free)).toBe('rating.noted');
  });

  it('promises nothing that cannot be', () => {
    expect(outlook('too_long', having('length', 'short'), free)).toBe('rating.noted');
    expect(outlook('too_long', having('length', 'long'), (dimension) => dimension !== 'length')).toBe(
      'rating.noted',
    );
    expect(outlook('too_long', null, free)).toBe('rating.noted');
  });

  it('promises what one of two dimensions allows', () => {
    const plain = having('jargon', 'plain');
    expect(outlook('too_technical', having('detail', 'thorough'), free)).toBe('rating.plainer');
    expect(outlook('too_basic', plain, (dimension) => dimension === 'jargon')).toBe('rating.deeper');
  });
});
