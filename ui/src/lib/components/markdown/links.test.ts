import { describe, expect, it } from 'vitest';
import { linkTarget, safeLink } from './links';

function check(address: string, expected: string | null): void {
  expect(safeLink(address), address).toBe(expected);
}

describe('safeLink', () => {
  it('opens https', () => {
    check('https://ok.example', 'https://ok.example/');
    check('HTTPS://OK.example/Path?q=1#x', 'https://ok.example/Path?q=1#x');
    check('  https://ok.example/a b'.trim().replace(' ', '%20'), 'https://ok.example/a%20b');
    check('https://münchen.example/', 'https://xn--mnchen-3ya.example/');
  });

  it('opens mailto with a subject and nothing else', () => {
    check('mailto:a@b.example', 'mailto:a@b.example');
    check('mailto:a@b.example?subject=Hello%20you', 'mailto:a@b.example?subject=Hello%20you');
    check('mailto:a@b.example?body=secret&bcc=x@evil.example&attach=/etc/passwd', 'mailto:a@b.example');
    check(
      'mailto:a@b.example?subject=a%0d%0abcc:x@evil.example',
      'mailto:a@b.example?subject=a%20bcc%3Ax%40evil.example',
    );
    check('mailto:a@b.example,x@evil.example', null);
    check('mailto:?to=x@evil.example', null);
    check('mailto:', null);
  });

  it('opens no other scheme', () => {
    for (const address of [
      'http://ok.example',
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'java\tscript:alert(1)',
      'java\nscript:alert(1)',
      '\u0001javascript:alert(1)',
      'vbscript:x',
      'data:text/html,x',
      'file:///etc/passwd',
      'file://host/share',
      'smb://host/share',
      '\\\\host\\share',
      'ftp://x.example',
      'tel:1',
      'ms-settings:privacy',
      'search-ms:query=x',
      'attune://open',
      'blob:https://x.example/1',
      'about:blank',
      'view-source:https://x.example',
      'filesystem:https://x.example/x',
      'ipc://localhost',
      'tauri://localhost',
      'asset://localhost/etc/passwd',
    ]) {
      check(address, null);
    }
  });

  it('opens nothing relative', () => {
    for (const address of ['', ' ', '/x', 'x', '?x', '#x', '//evil.example', '\\\\evil.example', '.'])
      check(address, null);
  });

  it('opens nothing that shows one place and goes to another', () => {
    check('https://bank.example@evil.example/', null);
    check('https://a:b@evil.example/', null);
    check('https:evil.example', null);
    check('https:/evil.example', null);
    check('https:\\\\evil.example', null);
    check('https:///evil.example', null);
    check('https://ok.example/\u202egnp.exe', null);
    check('https://ok.example/\u200b', null);
    check('https://ok.example/\u00a0', null);
    check('https://ok.\nexample/', null);
  });

  it('opens nothing that is too long to be an address', () => {
    check(`https://ok.example/${'a'.repeat(2100)}`, null);
  });

  it('is stable: what it passes, it passes again unchanged', () => {
    for (const address of [
      'https://ok.example/a?b=c#d',
      'mailto:a@b.example?subject=x y'.replace(' ', '%20'),
    ]) {
      const once = safeLink(address);
      expect(once).not.toBeNull();
      expect(safeLink(once ?? '')).toBe(once);
    }
  });
});

it('says where a link goes', () => {
  expect(linkTarget('https://ok.example/a')).toBe('https://ok.example/a');
  expect(linkTarget('mailto:a@b.example')).toBe('a@b.example');
});
