import type { Toasts } from '$lib/components/toasts.svelte';
import { asHostError, type Host, type HostError } from '$lib/host';
import '$lib/strings/insights';
import { t } from '$lib/strings/index.svelte';
import type {
  Event,
  InterestMapView,
  MemoryView,
  ResetLearning,
  StyleInsightsView,
  SuggestionInsightsView,
  TopicsView,
} from '$lib/wire/wire';

export type Learner = ResetLearning['learner'];

/** One thing that the page shows, and how its reading stands. */
export class Part<View> {
  view = $state.raw<View>();
  error = $state.raw<HostError>();

  readonly #read: () => Promise<View>;

  constructor(read: () => Promise<View>) {
    this.#read = read;
  }

  async load(): Promise<void> {
    try {
      this.view = await this.#read();
      this.error = undefined;
    } catch (thrown) {
      this.error = asHostError(thrown);
    }
  }
}

/** What Attune knows of the person, and what they can do about it. It is read while its page is in view. */
export class Insights {
  readonly style: Part<StyleInsightsView>;
  readonly map: Part<InterestMapView>;
  readonly topics: Part<TopicsView>;
  readonly memories: Part<readonly MemoryView[]>;
  readonly suggestions: Part<SuggestionInsightsView>;

  readonly #host: Host;
  readonly #toasts: Toasts;

  constructor(host: Host, toasts: Toasts) {
    this.#host = host;
    this.#toasts = toasts;
    this.style = new Part(() => host.call('get_style_insights', {}));
    this.map = new Part(() => host.call('get_interest_map', {}));
    this.topics = new Part(() => host.call('get_topics', {}));
    this.memories = new Part(() => host.call('list_memories', { all: false }));
    this.suggestions = new Part(() => host.call('get_suggestion_insights', {}));
  }

  async load(): Promise<void> {
    const parts = [this.style, this.map, this.topics, this.memories, this.suggestions];
    await Promise.all(parts.map((part) => part.load()));
  }

  fold(event: Event): void {
    switch (event.event) {
      case 'memories_changed':
        void this.memories.load();
        break;
      case 'learning_changed':
        void Promise.all(this.#of(event.learner).map((part) => part.load()));
        break;
      case 'profile_erased':
        void this.load();
        break;
      default:
    }
  }

  /** Has a learner begin anew. */
  async reset(learner: Learner): Promise<void> {
    if (!(await this.#try(this.#host.call('reset_learning', { learner })))) return;
    this.#toasts.show(t('insights.resetDone'));
    await Promise.all(this.#of(learner).map((part) => part.load()));
  }

  add(text: string): Promise<boolean> {
    return this.#change(this.#host.call('add_memory', { text: text.trim() }));
  }

  edit(id: string, text: string): Promise<boolean> {
    return this.#change(this.#host.call('edit_memory', { id, text: text.trim() }));
  }

  pin(id: string, pinned: boolean): Promise<boolean> {
    return this.#change(this.#host.call('pin_memory', { id, pinned }));
  }

  /** Takes a memory away at once, and offers to take that back. */
  async forget(id: string): Promise<void> {
    const before = this.memories.view;
    this.memories.view = before?.filter((each) => each.id !== id);
    if (!(await this.#change(this.#host.call('forget_memory', { id })))) {
      this.memories.view = before;
      return;
    }
    this.#toasts.show(t('insights.forgotten'), {
      action: {
        label: t('action.undo'),
        run: () => void this.#change(this.#host.call('restore_memory', { id })),
      },
    });
  }

  /** Writes everything into one file, and says where it is. */
  async export(): Promise<void> {
    try {
      const { path } = await this.#host.call('export_profile', {});
      this.#toasts.show(t('insights.exported', { path }));
    } catch (thrown) {
      this.#tell(thrown);
    }
  }

  /** Erases everything that was learned and kept. True once it is gone; every window is told so, and reads anew. */
  async erase(): Promise<boolean> {
    const erased = await this.#try(this.#host.call('erase_profile', { confirm: 'erase' }));
    if (erased) this.#toasts.show(t('insights.erased'));
    return erased;
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

  async #change(changing: Promise<unknown>): Promise<boolean> {
    const done = await this.#try(changing);
    if (done) await this.memories.load();
    return done;
  }

  async #try(doing: Promise<unknown>): Promise<boolean> {
    try {
      await doing;
      return true;
    } catch (thrown) {
      this.#tell(thrown);
      return false;
    }
  }

  #tell(thrown: unknown): void {
    this.#toasts.show(asHostError(thrown).message, { tone: 'bad' });
  }
}
