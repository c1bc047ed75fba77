import createPurifier, { type DOMPurify } from 'dompurify';
import { linkTarget, safeLink } from './links';

/** Everything an answer may be made of. What is not here does not exist. */
const TAGS = [
  ...['p', 'br', 'hr', 'blockquote', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6'],
  ...['ul', 'ol', 'li', 'dl', 'dt', 'dd', 'pre', 'code', 'kbd', 'samp'],
  ...['strong', 'b', 'em', 'i', 'u', 's', 'del', 'ins', 'mark', 'sub', 'sup', 'small', 'abbr', 'q', 'cite'],
  ...['table', 'thead', 'tbody', 'tfoot', 'tr', 'th', 'td', 'caption', 'a', 'span'],
];

/** No id or name (they would shadow the page's own), no style, no source of anything. */
const ATTRIBUTES = ['href', 'align', 'start', 'colspan', 'rowspan', 'class', 'data-lang'];

/** Classes are written by the renderer, never taken from an answer. */
const CLASSES = new Set(['image-left-out', 'task', 'task done']);

const IMAGE_SOURCES = new Set(['img', 'image', 'picture', 'video', 'audio']);

let purifier: DOMPurify | undefined;

/**
 * What remains of rendered Markdown: a fragment, built node by node and never written out as text again, so
 * that no second parse can read it differently. Runs after rendering, on the final HTML.
 */
export function sanitise(html: string): DocumentFragment {
  purifier ??= build();
  return purifier.sanitize(html, {
    ALLOWED_TAGS: TAGS,
    ALLOWED_ATTR: ATTRIBUTES,
    ALLOW_DATA_ATTR: false,
    ALLOW_ARIA_ATTR: false,
    ALLOW_UNKNOWN_PROTOCOLS: false,
    ALLOWED_NAMESPACES: ['http://www.w3.org/1999/xhtml'],
    KEEP_CONTENT: true,
    FORBID_CONTENTS: [
      ...['script', 'style', 'template', 'noscript', 'iframe', 'object', 'embed', 'svg', 'math', 'head'],
      ...[
        'title',
        'textarea',
        'select',
        'option',
        'xmp',
        'noembed',
        'noframes',
        'plaintext',
        'video',
        'audio',
      ],
    ],
    SANITIZE_DOM: true,
    RETURN_DOM_FRAGMENT: true,
  });
}

function build(): DOMPurify {
  const made = createPurifier(window);
  made.addHook('uponSanitizeElement', (node, { tagName }) => {
    if (!IMAGE_SOURCES.has(tagName) || !(node instanceof Element)) return;
    node.before(imageLeftOut(node.ownerDocument, node.getAttribute('alt') ?? ''));
  });
  made.addHook('uponSanitizeAttribute', (_node, data) => {
    if (data.attrName === 'class') data.keepAttr = CLASSES.has(data.attrValue);
    if (data.attrName === 'data-lang') data.keepAttr = /^[\w+#.-]{1,24}$/.test(data.attrValue);
    if (data.attrName === 'align') data.keepAttr = /^(left|right|center)$/.test(data.attrValue);
    if (data.attrName === 'href') data.keepAttr = safeLink(data.attrValue) !== null;
  });
  made.addHook('afterSanitizeAttributes', (node) => {
    if (node.tagName !== 'A') return;
    const address = safeLink(node.getAttribute('href') ?? '');
    if (address === null) {
      node.removeAttribute('href');
      return;
    }
    node.setAttribute('href', address);
    node.setAttribute('title', linkTarget(address));
    node.setAttribute('rel', 'noopener noreferrer');
  });
  return made;
}

/** What stands where an image would have loaded: its description, marked as left out. */
function imageLeftOut(owner: Document, alt: string): HTMLElement {
  const mark = owner.createElement('span');
  mark.className = 'image-left-out';
  mark.textContent = alt.trim().slice(0, 200);
  return mark;
}
