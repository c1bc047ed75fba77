import type { Toasts } from '$lib/components/toasts.svelte';
import { asHostError, type Host, type HostError } from '$lib/host';
import '$lib/strings/insights';
import { t } from '$lib/strings/index.svelte';
import type { Event, ResetLearning, StyleInsightsView, SuggestionInsightsView } from '$lib/wire/wire';
import {
  askLater,
  isUnknown,
  memoriesOf,
  type InterestMap,
  type LaterCommands,
  type Memory,
  type Topics,
} from './later';

export type Learner = ResetLearning['learner'];

/** One thing that the page shows, and how its reading stands. */
export class Part<View> {
  view = $state.raw<View>();
  error = $state.raw<HostError>();
  /** Whether this backend does not know it. */
  absent = $state(false);

  readonly #command: string;
  readonly #read: () => Promise<View>;

  constructor(command: string, read: () => Promise<View>) {
    this.#command = command;
    this.#read = read;
  }

  async load(): Promise<void> {
    try {
      this.view = await this.#read();
      this.error = undefined;
      this.absent = false;
    } catch (thrown) {
      const error = asHostError(thrown);
      this.absent = isUnknown(error, this.#command);
      this.error = this.absent ? undefined : error;
    }
  }
}

/** What Attune knows of the person, and what they can do about it. It is read while its page is in view. */
export class Insights {
  readonly style: Part<StyleInsightsView>;
  readonly map: Part<InterestMap>;
  readonly topics: Part<Topics>;
  readonly memories: Part<readonly Memory[]>;
  readonly suggestions: Part<SuggestionInsightsView>;
  /** Whether everything can be written to a file, and erased: so until the backend says that it knows no such thing. */
  canExport = $state(true);
  canErase = $state(true);

  readonly #host: Host;
  readonly #toasts: Toasts;

  constructor(host: Host, toasts: Toasts) {
    this.#host = host;
    this.#toasts = toasts;
    this.style = new Part('get_style_insights', () => host.call('get_style_insights', {}));
    this.map = new Part('get_interest_map', () => askLater(host, 'get_interest_map', {}));
    this.topics = new Part('get_topics', () => askLater(host, 'get_topics', {}));
    this.memories = new Part('list_memories', async () =>
      memoriesOf(await askLater(host, 'list_memories', {})),
    );
    this.suggestions = new Part('get_suggestion_insights', () => host.call('get_suggestion_insights', {}));
  }

  async load(): Promise<void> {
    const parts = [this.style, this.map, this.topics, this.memories, this.suggestions];
    await Promise.all(parts.map((part) => part.load()));
  }

  fold(event: Event): void {
    // A newer backend tells of memories by an event that is not in the types yet.
    const name: string = event.event;
    if (name === 'memories_changed') void this.memories.load();
    if (event.event === 'learning_changed')
      void Promise.all(this.#of(event.learner).map((part) => part.load()));
  }

  /** Has a learner begin anew. */
  async reset(learner: Learner): Promise<void> {
    const done = await this.#try('reset_learning', () => this.#host.call('reset_learning', { learner }));
    if (!done) return;
    this.#toasts.show(t('insights.resetDone'));
    await Promise.all(this.#of(learner).map((part) => part.load()));
  }

  async add(text: string): Promise<boolean> {
    return this.#change('add_memory', { text: text.trim() });
  }

  async edit(id: string, text: string): Promise<boolean> {
    return this.#change('edit_memory', { id, text: text.trim() });
  }

  async pin(id: string, pinned: boolean): Promise<boolean> {
    return this.#change('pin_memory', { id, pinned });
  }

  /** Takes a memory away at once, and offers to take that back. */
  async forget(id: string): Promise<void> {
    const before = this.memories.view;
    this.memories.view = before?.filter((each) => each.id !== id);
    if (!(await this.#change('forget_memory', { id }))) {
      this.memories.view = before;
      return;
    }
    this.#toasts.show(t('insights.forgotten'), {
      action: { label: t('action.undo'), run: () => void this.#restore(id) },
    });
  }

  /** Writes everything into one file, and says where it is. */
  async export(): Promise<void> {
    try {
      const { path } = await askLater(this.#host, 'export_profile', {});
      this.#toasts.show(t('insights.exported', { path }));
    } catch (thrown) {
      this.canExport = !this.#tellUnknown(thrown, 'export_profile', 'insights.noExport');
    }
  }

  /** Erases everything that was learned and kept. True once it is gone. */
  async erase(): Promise<boolean> {
    try {
      await askLater(this.#host, 'erase_profile', { confirm: 'erase' });
    } catch (thrown) {
      this.canErase = !this.#tellUnknown(thrown, 'erase_profile', 'insights.noErase');
      return false;
    }
    this.#toasts.show(t('insights.erased'));
    await this.load();
    return true;
  }

  #of(learner: Learner): readonly { load(): Promise<void> }[] {
    switch (learner) {
      case 'style':
        return [this.style];
      case 'memory':
        return [this.memories];
      case 'interests':
        return [this.map, this.topics];
      case 'suggestions':
        return [this.suggestions];
    }
  }

  async #restore(id: string): Promise<void> {
    try {
      await askLater(this.#host, 'restore_memory', { id });
    } catch (thrown) {
      if (!isUnknown(asHostError(thrown), 'restore_memory')) {
        this.#tell(thrown);
        return;
      }
      // The same under its other name.
      if (!(await this.#try('undo_forget', () => askLater(this.#host, 'undo_forget', { id })))) return;
    }
    await this.memories.load();
  }

  async #change<K extends keyof LaterCommands>(name: K, request: LaterCommands[K][0]): Promise<boolean> {
    const done = await this.#try(name, () => askLater(this.#host, name, request));
    if (done) await this.memories.load();
    return done;
  }

  async #try(name: string, doing: () => Promise<unknown>): Promise<boolean> {
    try {
      await doing();
      return true;
    } catch (thrown) {
      this.#tellUnknown(thrown, name, 'insights.noCommand');
      return false;
    }
  }

  #tell(thrown: unknown): void {
    this.#toasts.show(asHostError(thrown).message, { tone: 'bad' });
  }

  /** Says why something failed; true if the backend knows no such thing. */
  #tellUnknown(
    thrown: unknown,
    name: string,
    words: 'insights.noExport' | 'insights.noErase' | 'insights.noCommand',
  ): boolean {
    const unknown = isUnknown(asHostError(thrown), name);
    if (unknown) this.#toasts.show(t(words), { tone: 'bad' });
    else this.#tell(thrown);
    return unknown;
  }
}
