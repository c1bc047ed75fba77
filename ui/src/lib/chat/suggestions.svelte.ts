import type { Host } from '$lib/host';
import { language } from '$lib/strings/index.svelte';
import type { AnsweredSuggestion, Event, StarterView, SuggestionsView, SuggestionView } from '$lib/wire/wire';

/** How long the composer must be empty and still before anything new appears, in milliseconds. */
const CALM = 1500;
/** After how long what stands on a page that stays open is asked for again, in milliseconds. */
const STALE = 30 * 60_000;

/**
 * What is suggested on the page of a conversation that is not begun. While the person writes nothing appears, moves or
 * goes: what comes meanwhile waits until the composer is empty and still.
 */
export class Suggestions {
  shown = $state.raw<readonly SuggestionView[]>([]);
  /** The role's starters in their order; empty until it is known. */
  starters = $state.raw<readonly StarterView[]>([]);

  readonly #host: Host;
  #role: string | undefined;
  #lookedAt = 0;
  #writing = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #waiting: SuggestionsView | undefined;
  readonly #noted = new Set<string>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** Asks what is suggested in a role. That it cannot be had harms nobody. */
  async look(role: string): Promise<void> {
    this.#role = role;
    this.#lookedAt = Date.now();
    try {
      const view = await this.#host.call('list_suggestions', { role, language: language() });
      if (this.#role === role) this.#place(view);
    } catch {
      if (this.#role === role) this.#place({ suggestions: [], starters: [] });
    }
  }

  /** Asks again where the last answer is old: the page may have been open since yesterday. */
  async lookAgain(): Promise<void> {
    if (this.#role !== undefined && Date.now() - this.#lookedAt >= STALE) await this.look(this.#role);
  }

  /** Is told what stands in the composer, whenever it changes. */
  writes(text: string): void {
    clearTimeout(this.#timer);
    if (text !== '') this.#writing = true;
    else if (this.#writing) this.#timer = setTimeout(() => this.#rest(), CALM);
  }

  /** Notes that what is shown stood before the person's eyes. */
  noteShown(): void {
    const ids = this.shown.map(({ id }) => id).filter((id) => !this.#noted.has(id));
    if (ids.length === 0) return;
    for (const id of ids) this.#noted.add(id);
    void this.#host.call('note_suggestions_shown', { ids }).catch(() => {
      for (const id of ids) this.#noted.delete(id);
    });
  }

  /** Takes a suggestion up. Gives what it leads to. */
  async accept(suggestion: SuggestionView, role: string): Promise<AnsweredSuggestion> {
    const led = await this.#answer(suggestion.id, 'accepted', role);
    this.shown = this.shown.filter(({ id }) => id !== suggestion.id);
    return led;
  }

  /** Has a suggestion gone at once; with `less`, all of its kind. It comes back where that could not be kept. */
  async dismiss(suggestion: SuggestionView, less: boolean): Promise<void> {
    const before = this.shown;
    this.shown = before.filter(({ id, kind }) => id !== suggestion.id && !(less && kind === suggestion.kind));
    try {
      await this.#answer(suggestion.id, less ? 'less' : 'dismissed', this.#role);
    } catch (thrown) {
      this.shown = before;
      throw thrown;
    }
  }

  /** Notes that a starter was asked: the role's starters are put in order by that. */
  noteStarter(id: string): void {
    void this.#answer(id, 'accepted', this.#role).catch(() => undefined);
  }

  fold(event: Event): void {
    switch (event.event) {
      case 'profile_erased':
        this.#noted.clear();
        this.#clear();
        break;
      case 'conversation_removed':
        this.shown = this.shown.filter(({ conversation }) => conversation !== event.id);
        break;
      case 'setting_changed':
        if (event.setting.key === 'suggestions.show') this.#clear();
        break;
      case 'policy_changed':
        this.#clear();
        break;
    }
  }

  #answer(
    id: string,
    answer: 'accepted' | 'dismissed' | 'less',
    role: string | undefined,
  ): Promise<AnsweredSuggestion> {
    const inRole = role === undefined ? {} : { role };
    return this.#host.call('answer_suggestion', { id, answer, ...inRole, language: language() });
  }

  #place(view: SuggestionsView): void {
    if (this.#writing) {
      this.#waiting = view;
      return;
    }
    this.#waiting = undefined;
    this.shown = view.suggestions;
    this.starters = view.starters;
  }

  #rest(): void {
    this.#writing = false;
    if (this.#waiting) this.#place(this.#waiting);
  }

  #clear(): void {
    this.#waiting = undefined;
    this.shown = [];
    this.starters = [];
  }
}
