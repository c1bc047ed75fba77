// A backend in memory, for unit tests of state alone. It keeps the shape of the real one, not its rules; page
// tests run over the real one.
import type {
  AnswerEvent,
  AnswerOutcome,
  Commands,
  ConversationView,
  ErrorBody,
  Event,
  FoundToLeave,
  MessageView,
  OpenedConversation,
  SettingView,
  Streams,
} from '$lib/wire/wire';
import { FakeMedia } from './media';
import { Refused } from './refused';
import { answers, message, origin, setting } from './samples';

export { PIXEL } from './media';
export { Refused } from './refused';

export class FakeBackend extends FakeMedia {
  conversations = new Map<string, ConversationView>();
  deleted = new Map<string, ConversationView>();
  branches = new Map<string, MessageView[]>();
  drafts = new Map<string, string>();
  settings: SettingView[];
  /** What the next question answers with, or how it fails. */
  nextAnswer: string | ErrorBody = answers.leader;
  calls: { name: string; request: unknown }[] = [];
  /** Commands beyond those of the types, or in their place: by name. */
  more: Record<string, (request: never) => unknown> = {};
  #listeners = new Set<(event: Event) => void>();
  #ids = 0;

  /** What a command was asked with, each time. */
  requests(name: string): unknown[] {
    return this.calls.filter((call) => call.name === name).map(({ request }) => request);
  }

  constructor() {
    super();
    this.settings = [
      setting('appearance.theme', 'system', { choices: ['light', 'dark', 'system'] }),
      setting('appearance.language', 'en', { choices: ['en', 'de', 'system'] }),
      setting('profile.name', 'Mara Keller'),
      setting('profile.about', ''),
      setting('profile.role', 'leader'),
      setting('chat.local_model', 'auto'),
      setting('chat.provider', ''),
      setting('chat.context_tokens', 4096),
      setting('chat.idle_unload_minutes', 10),
      setting('desktop.quick_ask_hotkey', 'Ctrl+Alt+Space'),
      setting('desktop.close_to_tray', false),
      setting('network.proxy', 'http://proxy.acme.example:3128', { managed_by: 'Acme IT' }),
      setting('style.learn', true),
      setting('style.explore', true),
      setting('recall.use', true),
      setting('style.tone', 'auto', { choices: ['auto', 'direct', 'warm'] }),
      setting('style.length', 'auto', { choices: ['auto', 'short', 'medium', 'long'] }),
      setting('style.format', 'auto', { choices: ['auto', 'bullets', 'steps', 'prose'] }),
      setting('style.detail', 'auto', { choices: ['auto', 'essential', 'thorough'] }),
      setting('style.jargon', 'auto', { choices: ['auto', 'plain', 'expert'] }),
      setting('memory.learn', true),
      setting('memory.by_meaning', true),
      setting('privacy.cover', 'identifiers', { choices: ['off', 'identifiers', 'names'] }),
      setting('privacy.pixels', false),
      setting('voice.use', true),
      setting('voice.microphone', ''),
      setting('voice.language', 'auto', { choices: ['auto', 'en', 'de'] }),
      setting('voice.hotkey', 'Ctrl+Alt+M'),
      setting('voice.send_at_once', false),
      setting('voice.aloud', false),
      setting('images.capture', true),
      setting('suggestions.show', true),
      setting('suggestions.a_day', 3),
      setting('suggestions.quiet_from', '19:00'),
      setting('suggestions.quiet_until', '08:00'),
      setting('app.first_run_done', true, { default: false }),
    ];
  }

  /** Adds a conversation with its messages, in turns: question, answer, question, answer… */
  add(
    title: string,
    role: string,
    daysAgo: number,
    texts: string[],
    rest: Partial<ConversationView> = {},
  ): string {
    const id = this.id();
    const at = Date.now() - daysAgo * 86_400_000;
    const view = {
      id,
      title,
      role,
      pinned: false,
      apart: false,
      temporary: false,
      created_at: at,
      updated_at: at,
      ...rest,
    };
    this.conversations.set(id, view);
    const branch: MessageView[] = [];
    texts.forEach((text, index) => {
      branch.push(
        message({
          id: this.id(),
          author: index % 2 === 0 ? 'person' : 'assistant',
          text,
          parent: branch.at(-1)?.id ?? null,
          created_at: at,
          ...(index % 2 === 0 ? {} : { origin: { ...origin, role } }),
        }),
      );
    });
    this.branches.set(id, branch);
    return id;
  }

  id(): string {
    this.#ids += 1;
    return `00000000-0000-7000-8000-${String(this.#ids).padStart(12, '0')}`;
  }

  listen(told: (event: Event) => void): () => void {
    this.#listeners.add(told);
    return () => this.#listeners.delete(told);
  }

  emit(event: Event): void {
    for (const told of this.#listeners) told(event);
  }

  call<K extends keyof Commands>(name: K, request: Commands[K][0]): Commands[K][1] {
    this.calls.push({ name, request });
    const answer = (this.more[name] ?? this.commands[name]) as
      ((request: Commands[K][0]) => Commands[K][1]) | undefined;
    if (!answer) throw new Refused('not_found', `there is no command ${name}`);
    return answer(request);
  }

  /** What would leave with every question, until something is decided about it. */
  leaving: FoundToLeave[] = [];

  async stream<K extends keyof Streams>(
    name: K,
    request: Streams[K][0],
    onPiece: (piece: Streams[K][1]) => void,
  ): Promise<Streams[K][2]> {
    this.calls.push({ name, request });
    const tell = onPiece as (piece: unknown) => void;
    switch (name) {
      case 'ask':
        return this.#ask(request as Streams['ask'][0], tell);
      case 'attach_image':
        return this.attach(request as Streams['attach_image'][0], tell);
      case 'hear_recording':
        return this.hear(request as Streams['hear_recording'][0], tell);
      case 'blacken_image':
        return this.blacken(request as Streams['blacken_image'][0], tell);
      case 'dictate':
        return this.dictate(tell);
      default:
        return this.#regenerate(request as Streams['regenerate'][0], tell);
    }
  }

  readonly commands: { [K in keyof Commands]?: (request: Commands[K][0]) => Commands[K][1] } = {
    list_conversations: () => [...this.conversations.values()].filter((each) => !each.temporary),
    open_conversation: ({ id, at }) => this.#open(id, at),
    load_messages: ({ conversation, from, count }) => this.#branch(conversation).slice(from, from + count),
    rename_conversation: ({ id, title }) => this.#change(id, { title }),
    pin_conversation: ({ id, pinned }) => this.#change(id, { pinned }),
    keep_conversation_apart: ({ id, apart }) => this.#change(id, { apart }),
    set_conversation_role: ({ id, role }) => this.#change(id, { role }),
    delete_conversation: ({ id }) => {
      this.deleted.set(id, this.#get(id));
      this.conversations.delete(id);
      this.emit({ event: 'conversation_removed', id });
      return {};
    },
    restore_conversation: ({ id }) => {
      const view = this.deleted.get(id);
      if (!view) throw new Refused('not_found', 'This conversation is gone.');
      this.conversations.set(id, view);
      return this.#change(id, {});
    },
    switch_branch: ({ conversation }) => this.#open(conversation),
    edit_answer: (request) => this.#edit(request),
    search_messages: () => [],
    ...this.media,
    stop_answer: () => ({}),
    note_copy: () => ({}),
    note_dwell: () => ({}),
    rate_answer: ({ answer, rating }) => this.#rate(answer, rating),
    reset_learning: ({ learner }) => {
      this.emit({ event: 'learning_changed', learner });
      return {};
    },
    get_draft: ({ conversation }) => ({ text: this.drafts.get(conversation ?? '') ?? '' }),
    save_draft: ({ conversation, text }) => {
      this.drafts.set(conversation ?? '', text);
      return {};
    },
  };

  #get(id: string): ConversationView {
    const view = this.conversations.get(id);
    if (!view) throw new Refused('not_found', 'This conversation was deleted or never was. Choose another.');
    return view;
  }

  #branch(id: string): MessageView[] {
    return this.branches.get(id) ?? [];
  }

  #change(id: string, change: Partial<ConversationView>): ConversationView {
    const view = { ...this.#get(id), ...change };
    this.conversations.set(id, view);
    this.emit({ event: 'conversation_changed', conversation: view });
    return view;
  }

  #rate(answer: string, rating: MessageView['rating']): MessageView {
    for (const [conversation, branch] of this.branches) {
      const at = branch.findIndex((each) => each.id === answer);
      const found = branch[at];
      if (!found) continue;
      const message = { ...found, rating };
      this.branches.set(conversation, branch.with(at, message));
      this.emit({ event: 'message_changed', conversation, message });
      return message;
    }
    throw new Refused('not_found', 'This answer is gone. Open its conversation again.');
  }

  #edit({ conversation, answer, text }: Commands['edit_answer'][0]): OpenedConversation {
    const branch = this.#branch(conversation);
    const at = branch.findIndex((each) => each.id === answer);
    const before = branch[at];
    if (!before) throw new Refused('not_found', 'This answer is gone. Open its conversation again.');
    const id = this.id();
    const edited_from = before.origin?.edited_from ?? answer;
    const edited = message({
      ...before,
      id,
      text,
      status: 'complete',
      siblings: [...before.siblings, id],
      origin: { ...origin, ...before.origin, edited_from },
      adherence: null,
      rating: null,
    });
    this.branches.set(conversation, [...branch.slice(0, at), edited]);
    return this.#open(conversation, id);
  }

  #open(id: string, at?: string): OpenedConversation {
    const branch = this.#branch(id);
    const found = at === undefined ? -1 : branch.findIndex((each) => each.id === at);
    const first = Math.max(0, (found >= 0 ? found + 50 : branch.length) - 100);
    return {
      conversation: this.#get(id),
      total: branch.length,
      first_index: first,
      messages: branch.slice(first, first + 100),
      at_index: found >= 0 ? found : null,
    };
  }

  async #ask(request: Streams['ask'][0], onPiece: (piece: AnswerEvent) => void): Promise<AnswerOutcome> {
    if (typeof this.nextAnswer !== 'string' && this.nextAnswer.code !== 'engine_failed') {
      throw new Refused(this.nextAnswer.code, this.nextAnswer.message);
    }
    if (this.leaving.length > 0 && request.cover === undefined) {
      onPiece({ event: 'undecided', found: this.leaving });
      throw new Refused('undecided', 'Nothing was sent.');
    }
    const id =
      request.conversation ??
      this.add(request.text.slice(0, 60), request.role ?? 'leader', 0, [], { temporary: request.temporary });
    let branch = this.#branch(id);
    const edited = branch.findIndex((each) => each.id === request.instead_of);
    const before = branch[edited];
    if (edited >= 0) branch = branch.slice(0, edited);
    const question = message({
      id: this.id(),
      author: 'person',
      text: request.text,
      attachments: request.attachments?.map((each) => this.attachment(each)) ?? before?.attachments ?? [],
      parent: branch.at(-1)?.id ?? null,
      created_at: Date.now(),
    });
    if (before) question.siblings = [...before.siblings, question.id];
    return this.#answer(id, [...branch, question], [], onPiece);
  }

  async #regenerate(
    request: Streams['regenerate'][0],
    onPiece: (piece: AnswerEvent) => void,
  ): Promise<AnswerOutcome> {
    const branch = this.#branch(request.conversation);
    const at = branch.findIndex((each) => each.id === request.answer);
    return this.#answer(request.conversation, branch.slice(0, at), branch[at]?.siblings ?? [], onPiece);
  }

  async #answer(
    id: string,
    branch: MessageView[],
    siblings: string[],
    onPiece: (piece: AnswerEvent) => void,
  ): Promise<AnswerOutcome> {
    const question = branch.at(-1);
    if (!question) throw new Refused('not_found', 'There is no question.');
    const own = this.id();
    const conversation = this.#change(id, { updated_at: Date.now() });
    const made = { ...origin, role: conversation.role };
    let answer = message({
      id: own,
      author: 'assistant',
      text: '',
      parent: question.id,
      status: 'streaming',
      created_at: Date.now(),
    });
    answer = { ...answer, siblings: [...siblings, own], origin: null, adherence: null };
    this.branches.set(id, [...branch, answer]);
    onPiece({ event: 'accepted', conversation, question, answer, total: branch.length + 1 });
    // As over a wire, never at once.
    await Promise.resolve();
    onPiece({ event: 'started', origin: made });
    const failure = typeof this.nextAnswer === 'string' ? null : this.nextAnswer;
    const text = typeof this.nextAnswer === 'string' ? this.nextAnswer : '**Bottom line:** pause the';
    for (const piece of text.match(/\s*\S+\s*?/g) ?? []) onPiece({ event: 'token', text: piece });
    const whole = message({ ...answer, text });
    const ended: MessageView = {
      ...whole,
      origin: made,
      status: failure ? 'failed' : 'complete',
      adherence: failure ? null : message({ id: own, author: 'assistant', text }).adherence,
      failure,
    };
    this.branches.set(id, [...branch, ended]);
    this.emit({ event: 'message_changed', conversation: id, message: ended });
    return { conversation, answer: ended, error: failure };
  }
}
