// A backend in memory, for tests of the window alone. It keeps the shape of the real one, not its rules.
import type {
  AnswerEvent,
  AnswerOutcome,
  Commands,
  ConversationView,
  ErrorBody,
  Event,
  MessageView,
  ModelView,
  OpenedConversation,
  ProvidersView,
  SettingView,
  StatusView,
  Streams,
} from '$lib/wire/wire';
import { answers, message, models, origin, roles, setting } from './samples';

export class Refused extends Error {
  readonly body: ErrorBody;

  constructor(code: ErrorBody['code'], text: string) {
    super(text);
    this.body = { code, message: text };
  }
}

export interface Pace {
  /** Milliseconds between pieces of an answer. */
  readonly token: number;
  /** Milliseconds before the first. */
  readonly first: number;
}

export class FakeBackend {
  conversations = new Map<string, ConversationView>();
  deleted = new Map<string, ConversationView>();
  branches = new Map<string, MessageView[]>();
  drafts = new Map<string, string>();
  settings: SettingView[];
  models: ModelView[] = structuredClone(models);
  providers: ProvidersView = { providers: [], forbidden_by: null, keys: 'keyring' };
  status: StatusView;
  pace: Pace = { token: 0, first: 0 };
  /** What the next question answers with, or how it fails. */
  nextAnswer: string | ErrorBody = answers.leader;
  calls: { name: string; request: unknown }[] = [];
  #listeners = new Set<(event: Event) => void>();
  #stopped = new Set<string>();
  #ids = 0;

  constructor() {
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
      setting('app.first_run_done', true, { default: false }),
    ];
    this.status = {
      version: '0.1.0',
      home: '/home/mara/.local/share/attune',
      engine: { state: 'idle', model: 'qwen2.5-coder-1.5b' },
      answers_with: { at: 'local', model: 'qwen2.5-coder-1.5b' },
      answers_with_name: 'Qwen 2.5 Coder 1.5B',
      managed_by: 'Acme IT',
      messages: 0,
    };
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
    const answer = this.commands[name] as ((request: Commands[K][0]) => Commands[K][1]) | undefined;
    if (!answer) throw new Refused('internal', `The fake does not know ${name}.`);
    return answer(request);
  }

  async stream<K extends keyof Streams>(
    name: K,
    request: Streams[K][0],
    onPiece: (piece: Streams[K][1]) => void,
  ): Promise<Streams[K][2]> {
    this.calls.push({ name, request });
    if (name === 'ask') return this.#ask(request as Streams['ask'][0], onPiece);
    return this.#regenerate(request as Streams['regenerate'][0], onPiece);
  }

  readonly commands: { [K in keyof Commands]?: (request: Commands[K][0]) => Commands[K][1] } = {
    list_conversations: () => [...this.conversations.values()].filter((each) => !each.temporary),
    open_conversation: ({ id, at }) => this.#open(id, at),
    load_messages: ({ conversation, from, count }) => this.#branch(conversation).slice(from, from + count),
    rename_conversation: ({ id, title }) => this.#change(id, { title }),
    pin_conversation: ({ id, pinned }) => this.#change(id, { pinned }),
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
    search_messages: ({ query }) => this.#search(query),
    stop_answer: ({ answer }) => {
      this.#stopped.add(answer);
      return {};
    },
    note_copy: () => ({}),
    get_draft: ({ conversation }) => ({ text: this.drafts.get(conversation ?? '') ?? '' }),
    save_draft: ({ conversation, text }) => {
      this.drafts.set(conversation ?? '', text);
      return {};
    },
    list_roles: () => roles,
    list_models: () => ({
      models: this.models,
      free_bytes: 53_000_000_000,
      folder: '/home/mara/.local/share/attune/models',
      downloads_forbidden_by: null,
      mirror: null,
    }),
    install_model: () => ({}),
    cancel_install: () => ({}),
    verify_model: ({ id }) => ({
      id,
      intact: true,
      sha256: 'cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb81',
    }),
    remove_model: () => ({}),
    list_providers: () => this.providers,
    test_provider: () => ({ models: ['gpt-4o-mini', 'gpt-4o'], error: null }),
    get_settings: () => this.settings,
    set_setting: ({ key, value }) => {
      const view = this.settings.find((each) => each.key === key);
      if (!view) throw new Refused('invalid', `There is no setting called ${key}.`);
      view.value = value ?? view.default;
      return { ...view };
    },
    get_policy: () => ({
      source: { from: 'file', path: '/etc/attune/policy.toml', managed_by: 'Acme IT' },
      keys: [
        { key: 'remote.allowed', value: true, set_by: 'file' },
        { key: 'remote.hosts', value: ['*.acme.example'], set_by: 'file' },
        { key: 'models.download', value: true, set_by: 'built_in' },
      ],
    }),
    list_departures: () => [
      {
        at: Date.now() - 3_600_000,
        purpose: 'ask',
        destination: 'https://models.acme.example/v1',
        subject: 'Acme gateway',
        personal_bytes: 1840,
        permitted: true,
        decided_by: 'the policy of Acme IT',
      },
      {
        at: Date.now() - 7_200_000,
        purpose: 'fetch_model',
        destination: 'https://mirror.acme.example/models/',
        subject: 'qwen2.5-coder-0.5b',
        personal_bytes: 0,
        permitted: true,
        decided_by: 'Attune’s built-in policy',
      },
    ],
    get_status: () => this.status,
    run_doctor: () => [
      { name: 'Window system', status: 'ok', detail: 'WebKitGTK 2.50.6', fix: '' },
      { name: 'Keyring', status: 'warn', detail: 'No keyring answers.', fix: 'Install gnome-keyring.' },
    ],
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

  #search(query: string): Commands['search_messages'][1] {
    const words = query.toLowerCase();
    const hits: Commands['search_messages'][1] = [];
    for (const view of this.conversations.values()) {
      for (const each of this.#branch(view.id)) {
        const at = each.text.toLowerCase().indexOf(words);
        if (at < 0) continue;
        hits.push({
          conversation: view.id,
          title: view.title,
          role: view.role,
          message: each.id,
          author: each.author,
          snippet: [
            { text: each.text.slice(Math.max(0, at - 40), at), hit: false },
            { text: each.text.slice(at, at + words.length), hit: true },
            { text: each.text.slice(at + words.length, at + words.length + 60), hit: false },
          ],
          at: each.created_at,
        });
      }
    }
    return hits.slice(0, 60);
  }

  async #ask(request: Streams['ask'][0], onPiece: (piece: AnswerEvent) => void): Promise<AnswerOutcome> {
    if (typeof this.nextAnswer !== 'string' && this.nextAnswer.code !== 'engine_failed') {
      throw new Refused(this.nextAnswer.code, this.nextAnswer.message);
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
    await pause(this.pace.first);
    onPiece({ event: 'started', origin: made });
    const failure = typeof this.nextAnswer === 'string' ? null : this.nextAnswer;
    const text = typeof this.nextAnswer === 'string' ? this.nextAnswer : '**Bottom line:** pause the';
    let written = '';
    for (const piece of text.match(/\s*\S+\s*?/g) ?? []) {
      if (this.#stopped.has(own)) break;
      written += piece;
      onPiece({ event: 'token', text: piece });
      await pause(this.pace.token);
    }
    const stopped = this.#stopped.has(own);
    const whole = message({ ...answer, text: stopped || failure ? written : text });
    const ended: MessageView = {
      ...whole,
      origin: made,
      status: failure ? 'failed' : stopped ? 'stopped' : 'complete',
      adherence: failure || stopped ? null : message({ id: own, author: 'assistant', text }).adherence,
      failure: failure ?? null,
    };
    this.branches.set(id, [...branch, ended]);
    this.emit({ event: 'message_changed', conversation: id, message: ended });
    return { conversation, answer: ended, error: failure };
  }
}

function pause(milliseconds: number): Promise<void> {
  return milliseconds === 0 ? Promise.resolve() : new Promise((done) => setTimeout(done, milliseconds));
}
