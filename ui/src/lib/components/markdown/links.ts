/** The longest address that is opened. Longer ones carry data, not a place. */
const LONGEST = 2048;

const OPENED = new Set(['https:', 'mailto:']);

/**
 * The one filter for every address that leaves the window: https and mailto, nothing else. Answers are
 * written by models and may repeat what a document told them, so an address is hostile until shown otherwise.
 * Gives the address in its normal form, or null where it must not be opened.
 */
export function safeLink(address: string): string | null {
  const text = address.replace(/^ +| +$/g, '');
  if (text === '' || text.length > LONGEST || hasHidden(text)) return null;
  // Relative addresses would point into the application itself, so there is no base to resolve against.
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  if (!OPENED.has(url.protocol)) return null;
  if (url.protocol === 'https:') return httpsLink(url, text);
  return mailLink(url);
}

/** What a person is told about where a link goes. */
export function linkTarget(address: string): string {
  const url = new URL(address);
  return url.protocol === 'mailto:' ? decode(url.pathname) : address;
}

function httpsLink(url: URL, text: string): string | null {
  // `https:host` and `https:\host` are read as `https://host` by browsers but not by every other reader.
  if (!/^https:\/\/[^/\\]/i.test(text)) return null;
  // A name before `@` is a way to show one place and open another.
  if (url.username !== '' || url.password !== '' || url.hostname === '') return null;
  return url.href;
}

function mailLink(url: URL): string | null {
  const to = decode(url.pathname);
  if (!/^[^\s@,;<>"]+@[^\s@,;<>"]+$/.test(to)) return null;
  const kept = new URLSearchParams();
  const asked = new URLSearchParams(url.search);
  // A link may suggest a subject. A body, a copy to others or an attachment is for the person to add.
  const subject = asked.get('subject');
  if (subject !== null) kept.set('subject', subject.replace(/[\r\n]+/g, ' '));
  const query = kept.toString().replaceAll('+', '%20');
  return `mailto:${encodeURIComponent(to).replace('%40', '@')}${query === '' ? '' : `?${query}`}`;
}

/** Control characters and direction marks: an address that holds one is not what it looks like. */
function hasHidden(text: string): boolean {
  // eslint-disable-next-line no-control-regex -- control characters are what is looked for
  return /[\u0000-\u0020\u007f-\u00a0\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/.test(text);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
