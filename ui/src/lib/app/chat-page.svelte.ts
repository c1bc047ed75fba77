import { tick } from 'svelte';
import { goto } from '$app/navigation';
import type { ChatPage, ReadsAloud, ScreenCapture, Writer } from '$lib/chat/page';
import type { Pictures } from '$lib/chat/pictures';
import type { Voice } from '$lib/components/hearing';
import type { Reason, Thumb } from '$lib/chat/ratings.svelte';
import type { StyleDimension } from '$lib/chat/reasons';
import type { Suggestions } from '$lib/chat/suggestions.svelte';
import type { Asking, Thread } from '$lib/chat/thread.svelte';
import { safeLink } from '$lib/components/markdown/links';
import { readError, type Remedy } from '$lib/errors/remedies';
import { asHostError } from '$lib/host';
import type { Layout } from '$lib/shell/layout.svelte';
import { decimal, language, t } from '$lib/strings/index.svelte';
import type {
  ConversationView,
  Cover,
  MessageView,
  ModelChoiceView,
  ModelView,
  OriginView,
  ProviderView,
  RoleView,
  SuggestionView,
} from '$lib/wire/wire';
import type { App } from './app.svelte';
import { aloudOf } from './aloud';
import { captureOf } from './capture';
import { voiceOf } from './voice';

/** A conversation on its page: what the other features say about it, in the words that the chat understands. */
export class ConversationPage implements ChatPage {
  readonly thread: Thread;
  /** For a conversation that is not begun: what it will begin with. */
  #role = $state<string>();
  #temporary = $state(false);
  #storing: Promise<void> | undefined;
  #voice: Voice | undefined;

  readonly #app: App;
  readonly #layout: Layout;
  readonly #chooseWriter: () => void;
  readonly #focusComposer: () => void;

  constructor(
    app: App,
    layout: Layout,
    thread: Thread,
    { chooseWriter, focusComposer }: { chooseWriter: () => void; focusComposer: () => void },
  ) {
    this.#app = app;
    this.#layout = layout;
    this.thread = thread;
    this.#chooseWriter = chooseWriter;
    this.#focusComposer = focusComposer;
  }

  get conversation(): ConversationView | undefined {
    return this.#app.conversations.get(this.thread.id);
  }

  get roleId(): string {
    return (
      this.conversation?.role ??
      this.#role ??
      this.#app.settings.value('profile.role') ??
      this.#app.roles.all?.[0]?.id ??
      ''
    );
  }

  get role(): RoleView | undefined {
    return this.#app.roles.get(this.roleId) ?? this.#app.roles.all?.[0];
  }

  get temporary(): boolean {
    return this.conversation?.temporary ?? this.#temporary;
  }

  get voice(): Voice | undefined {
    if (this.#app.settings.value('voice.use') !== true) return undefined;
    this.#voice ??= voiceOf(
      this.#app,
      () => this.roleId,
      () => this.openModels(),
    );
    return this.#voice;
  }

  get aloud(): ReadsAloud | undefined {
    return aloudOf(this.#app);
  }

  get capture(): ScreenCapture | undefined {
    return captureOf(this.#app);
  }

  get pictures(): Pictures {
    return this.#app.pictures;
  }

  get personName(): string {
    return this.#app.settings.value('profile.name') ?? '';
  }

  get writers(): Writer[] {
    const { models, providers } = this.#app;
    const here = models.ready.map(localWriter);
    const usable = providers.view?.providers.filter((provider) => provider.enabled) ?? [];
    const forbidden = providers.view?.forbidden_by ?? (this.role?.local_only ? t('writer.roleStays') : null);
    return [...here, ...usable.map((provider) => remoteWriter(provider, forbidden))];
  }

  get writer(): Writer | undefined {
    const choice = this.thread.choice ?? this.#app.status.view?.answers_with;
    if (!choice) return undefined;
    return this.writers.find((each) => same(each.choice, choice)) ?? this.#standing(choice);
  }

  get writersKnown(): boolean {
    return this.#app.status.view !== undefined;
  }

  get why(): string | undefined {
    return this.#layout.why;
  }

  get suggestions(): Suggestions | undefined {
    return this.#app.drawn && this.thread.id === null && !this.temporary ? this.#app.suggestions : undefined;
  }

  roleOf(id: string | null): RoleView | undefined {
    return this.#app.roles.get(id);
  }

  madeBy(origin: OriginView): string {
    if (origin.provider !== null) {
      const name = this.#app.providers.get(origin.provider)?.name ?? origin.provider;
      const model = origin.remote_model ?? '';
      return model === '' ? name : t('writer.providerModel', { provider: name, model });
    }
    return t('writer.hereName', { name: this.#app.models.name(origin.model) });
  }

  setRole(role: string): void {
    if (this.thread.id === null) this.#role = role;
    else void this.#app.conversations.setRole(this.thread.id, role);
  }

  takeUp(suggestion: SuggestionView): void {
    this.#app.attempt(this.#takeUp(suggestion));
  }

  setTemporary(temporary: boolean): void {
    this.#temporary = temporary;
  }

  ask(text: string, how: Asking = {}): void {
    this.#app.aloud.stop();
    void this.thread.ask(
      text,
      { role: this.roleId, temporary: this.temporary },
      {
        ...how,
        onbegun: (conversation) => {
          this.#app.conversations.fold({ event: 'conversation_changed', conversation });
          // The person may have gone elsewhere before the question was stored.
          if (location.pathname === '/') void goto(`/c/${conversation.id}`, { keepFocus: true });
        },
      },
    );
  }

  showWhy(answer: string): void {
    this.#layout.showWhy(answer);
  }

  openLink(address: string): void {
    const safe = safeLink(address);
    if (safe !== null) this.#app.attempt(this.#app.host.openLink(safe));
  }

  noteCopy(answer: string): void {
    // Whether it was noted changes nothing for the person who copied.
    void this.#app.host.call('note_copy', { answer }).catch(() => undefined);
  }

  noteDwell(answer: string, seconds: number): void {
    void this.#app.host.call('note_dwell', { answer, seconds }).catch(() => undefined);
  }

  rate(answer: string, thumb: Thumb): void {
    const message = this.#answer(answer);
    if (message) this.#store(answer, this.thread.ratings.press(message, thumb));
  }

  giveReason(answer: string, reason: Reason): void {
    const message = this.#answer(answer);
    if (message) this.#store(answer, this.thread.ratings.reason(message, reason));
  }

  learns(dimension: StyleDimension, answer: MessageView): boolean {
    const { settings } = this.#app;
    const fixed =
      settings.value(`style.${dimension}`) !== 'auto' ||
      (dimension === 'length' && this.roleOf(answer.origin?.role ?? null)?.fixed_length === true);
    return settings.value('style.learn') === true && !fixed;
  }

  alwaysCover(cover: Cover): void {
    this.#app.attempt(this.#app.settings.set('privacy.cover', cover));
  }

  openModels(): void {
    void goto('/models');
  }

  remedy(remedy: Remedy, about: { answer?: string; question?: string }): void {
    switch (remedy) {
      case 'retry':
        if (about.answer !== undefined) void this.thread.regenerate(about.answer);
        break;
      case 'open-models':
        void goto('/models');
        break;
      case 'open-providers':
        void goto('/settings#providers');
        break;
      case 'open-policy':
        void goto('/settings#policy');
        break;
      case 'choose-model':
        this.#chooseWriter();
        break;
      case 'answer-here':
        this.#answerHere(about.answer);
        break;
      case 'shorten':
        this.#edit(about.question);
        break;
      case 'stop':
        void this.thread.stop();
        break;
    }
  }

  async #takeUp(suggestion: SuggestionView): Promise<void> {
    const { conversation, text } = await this.#app.suggestions.accept(suggestion, this.roleId);
    if (conversation === null) {
      this.thread.draft.add(text);
    } else {
      await goto(`/c/${conversation}`);
      const { draft } = this.#app.threads.get(conversation);
      // What was left unsent there stays: it is the person's own.
      await draft.load();
      if (draft.text.trim() === '') draft.add(text);
    }
    await tick();
    this.#focusComposer();
  }

  #answer(id: string): MessageView | undefined {
    return this.thread.slots.find((each) => each?.id === id);
  }

  /** Says what to do when a rating was not stored, and offers to try it again. */
  #store(answer: string, storing: Promise<void>): void {
    // Ratings that are sent together fail together.
    if (storing === this.#storing) return;
    this.#storing = storing;
    storing.catch((thrown: unknown) => {
      const { code, message } = asHostError(thrown);
      const reason = language() === 'en' ? message : t(readError(code).note);
      this.#app.toasts.show(t('error.ratingNotSaved', { reason }), {
        tone: 'bad',
        action: {
          label: t('remedy.retry'),
          run: () => this.#store(answer, this.thread.ratings.again(answer)),
        },
      });
    });
  }

  #answerHere(answer: string | undefined): void {
    const here = this.writers.find((each) => !each.leaves);
    if (!here) {
      void goto('/models');
      return;
    }
    this.thread.choice = here.choice;
    if (answer !== undefined) void this.thread.regenerate(answer);
  }

  #edit(question: string | undefined): void {
    const message = this.thread.slots.find((each) => each?.id === question);
    if (message) this.thread.editing = { id: message.id, text: message.text };
  }

  /** What answers by the settings, where its list is not read yet. */
  #standing(choice: ModelChoiceView): Writer {
    const named = this.#app.status.view?.answers_with_name;
    const id = choice.at === 'local' ? choice.model : choice.provider;
    return {
      choice,
      name: named ?? id,
      leaves: choice.at === 'remote',
      note: undefined,
      forbiddenBy: undefined,
    };
  }
}

function localWriter(model: ModelView): Writer {
  const speed = model.measured_tokens_per_s;
  return {
    choice: { at: 'local', model: model.id },
    name: model.name,
    leaves: false,
    note: speed === null ? undefined : t('models.speed', { rate: decimal(speed, 0) }),
    forbiddenBy: undefined,
  };
}

function remoteWriter(provider: ProviderView, forbidden: string | null): Writer {
  return {
    choice: { at: 'remote', provider: provider.id },
    name: provider.name,
    leaves: true,
    note: provider.model,
    forbiddenBy: provider.forbidden_by ?? forbidden ?? undefined,
  };
}

function same(a: ModelChoiceView, b: ModelChoiceView): boolean {
  return keyOf(a) === keyOf(b);
}

function keyOf(choice: ModelChoiceView): string {
  return choice.at === 'local' ? `local ${choice.model}` : `remote ${choice.provider}`;
}
