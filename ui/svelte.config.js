import adapter from '@sveltejs/adapter-static';

/** @type {import('@sveltejs/kit').Config} */
export default {
  kit: {
    // A single page: the desktop shell and the loopback bridge both answer every unknown path with it.
    adapter: adapter({ fallback: 'index.html', precompress: false }),
    version: { pollInterval: 0 },
    // The second lock. Rendered answers hold no address that loads; if one ever did, this refuses it.
    csp: {
      mode: 'hash',
      directives: {
        'default-src': ['none'],
        'script-src': ['self'],
        'style-src': ['self', 'unsafe-inline'],
        'font-src': ['self'],
        // Images beside a question come as data: addresses; those of an answer are taken out of it.
        'img-src': ['self', 'data:'],
        'connect-src': ['self', 'ipc:', 'http://ipc.localhost'],
        'manifest-src': ['self'],
        'base-uri': ['none'],
        'form-action': ['none'],
        'object-src': ['none'],
        'frame-src': ['none'],
      },
    },
  },
  compilerOptions: { runes: true },
};
