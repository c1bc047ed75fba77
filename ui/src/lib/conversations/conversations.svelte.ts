import { createContext } from 'svelte';
import type { Toasts } from '$lib/components/toasts.svelte';
import { asHostError, type Host } from '$lib/host';
import { t } from '$lib/strings/index.svelte';
import type { ConversationView, Event } from '$lib/wire/wire';
import { groupByDate } from './groups';

/** All conversations. The database is the truth; this follows what it tells. */
export class Conversations {
  /** Undefined until they were read the first time. */
  all = $state.raw<readonly ConversationView[]>();
  now = $state(Date.now());

  readonly groups = $derived(groupByDate(this.all ?? [], this.now));
  /** In the order in which the list shows them. */
  readonly ordered = $derived(this.groups.flatMap((group) => group.conversations));

  readonly #host: Host;
  readonly #toasts: Toasts;

  constructor(host: Host, toasts: Toasts) {
    this.#host = host;
    this.#toasts = toasts;
  }

  async load(): Promise<void> {
    this.all = await this.#host.call('list_conversations', {});
    this.now = Date.now();
  }

  get(id: string | null | undefined): ConversationView | undefined {
    return this.all?.find((conversation) => conversation.id === id);
  }

  /** The conversation before or after one in the list. */
  neighbour(id: string | null, step: 1 | -1): ConversationView | undefined {
    const at = this.ordered.findIndex((conversation) => conversation.id === id);
    return this.ordered[at === -1 ? 0 : at + step];
  }

  fold(event: Event): void {
    if (event.event === 'conversation_changed') this.#put(event.conversation);
    if (event.event === 'conversation_removed') this.#drop(event.id);
    if (event.event === 'profile_erased') this.all = [];
  }

  rename(id: string, title: string): Promise<void> {
    return this.#change(this.#host.call('rename_conversation', { id, title: title.trim().slice(0, 200) }));
  }

  pin(id: string, pinned: boolean): Promise<void> {
    return this.#change(this.#host.call('pin_conversation', { id, pinned }));
  }

  /** Has nothing of a conversation used for other answers any more, or has it used again. */
  keepApart(id: string, apart: boolean): Promise<void> {
    return this.#change(this.#host.call('keep_conversation_apart', { id, apart }));
  }

  setRole(id: string, role: string): Promise<void> {
    return this.#change(this.#host.call('set_conversation_role', { id, role }));
  }

  /** Deletes at once, and offers to take it back. */
  async remove(id: string, onrestored?: () => void): Promise<void> {
    const title = this.get(id)?.title ?? '';
    try {
      await this.#host.call('delete_conversation', { id });
    } catch (thrown) {
      this.#tell(thrown);
      return;
    }
    this.#drop(id);
    const restore = async () => {
      await this.#change(this.#host.call('restore_conversation', { id }));
      onrestored?.();
    };
    this.#toasts.show(t('conversation.deleted', { title }), {
      action: { label: t('action.undo'), run: () => void restore() },
    });
  }

  async #change(changing: Promise<ConversationView>): Promise<void> {
    try {
      this.#put(await changing);
    } catch (thrown) {
      this.#tell(thrown);
    }
  }

  #put(conversation: ConversationView): void {
    const others = (this.all ?? []).filter((each) => each.id !== conversation.id);
    this.all = [conversation, ...others];
    this.now = Date.now();
  }

  #drop(id: string): void {
    if (this.all) this.all = this.all.filter((each) => each.id !== id);
  }

  #tell(thrown: unknown): void {
    this.#toasts.show(asHostError(thrown).message, { tone: 'bad' });
  }
}

export const [getConversations, setConversations] = createContext<Conversations>();
