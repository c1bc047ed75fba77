import type { Cover, FoundToLeave } from '$lib/wire/wire';

/** What would leave with a question, and waits for the person to decide. Undefined: the question is not asked. */
export interface Offer {
  readonly found: readonly FoundToLeave[];
  readonly decide: (cover: Cover | undefined) => void;
}

/** Whether something is covered only where names are. */
export function isName({ kind }: Pick<FoundToLeave, 'kind'>): boolean {
  return kind === 'name' || kind === 'address';
}
