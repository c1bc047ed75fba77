/**
 * An id that is unique and in the order of time: a UUID of version 7 (RFC 9562). Milliseconds since 1970 come first, all
 * other bits but version and variant are random.
 */
export function uuid7(now = Date.now(), random = crypto.getRandomValues(new Uint8Array(10))): string {
  const marked = random.map((byte, index) => {
    if (index === 0) return 0x70 | (byte & 0x0f);
    return index === 2 ? 0x80 | (byte & 0x3f) : byte;
  });
  const time = now.toString(16).padStart(12, '0').slice(-12);
  const digits = time + Array.from(marked, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
