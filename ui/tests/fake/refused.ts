// How a backend in memory says no.
import type { ErrorBody } from '$lib/wire/wire';

export class Refused extends Error {
  readonly body: ErrorBody;

  constructor(code: ErrorBody['code'], text: string) {
    super(text);
    this.body = { code, message: text };
  }
}
