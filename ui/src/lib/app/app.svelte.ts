import { createContext } from 'svelte';
import { Pictures } from '$lib/chat/pictures';
import { Suggestions } from '$lib/chat/suggestions.svelte';
import { Threads } from '$lib/chat/threads.svelte';
import { Toasts } from '$lib/components/toasts.svelte';
import { Conversations } from '$lib/conversations/conversations.svelte';
import { Search } from '$lib/conversations/search.svelte';
import { asHostError, type Host, type HostError } from '$lib/host';
import { Models } from '$lib/models/models.svelte';
import { Roles } from '$lib/roles/roles.svelte';
import { Providers } from '$lib/settings/providers.svelte';
import { Settings } from '$lib/settings/settings.svelte';
import { Status } from '$lib/status/status.svelte';
import { Aloud } from '$lib/voice/aloud.svelte';
import { Dictation } from '$lib/voice/dictation.svelte';
import { Microphones } from '$lib/voice/microphones.svelte';
import type { Event } from '$lib/wire/wire';

/** Every state of the window, fed by what the backend tells. The only place that knows all features. */
export class App {
  readonly host: Host;
  readonly toasts = new Toasts();
  readonly conversations: Conversations;
  readonly search: Search;
  readonly found: Search;
  readonly threads: Threads;
  readonly pictures: Pictures;
  readonly suggestions: Suggestions;
  readonly roles: Roles;
  readonly models: Models;
  readonly settings: Settings;
  readonly providers: Providers;
  readonly status: Status;
  readonly aloud: Aloud;
  readonly dictation: Dictation;
  readonly microphones: Microphones;

  /** Why the window could not begin. */
  failed = $state.raw<HostError>();
  ready = $state(false);
  /** Whether the first frame is drawn: what it did not need can be fetched from here on. */
  drawn = $state(false);

  constructor(host: Host) {
    this.host = host;
    this.conversations = new Conversations(host, this.toasts);
    this.search = new Search(host);
    this.found = new Search(host);
    this.threads = new Threads(host);
    this.pictures = new Pictures(host);
    this.suggestions = new Suggestions(host);
    this.roles = new Roles(host);
    this.models = new Models(host);
    this.settings = new Settings(host);
    this.providers = new Providers(host);
    this.status = new Status(host);
    this.aloud = new Aloud(host);
    this.dictation = new Dictation(host);
    this.microphones = new Microphones(host);
  }

  /**
   * Hears the backend for as long as the window lives, and reads what every page needs. Resolves when what
   * the first frame shows is there, or could not be read.
   */
  start(): Promise<void> {
    this.host.listen((event) => this.fold(event));
    let lost = false;
    this.host.onConnection((connected) => {
      this.status.connected = connected;
      // What was told while nobody heard it is read again.
      if (connected && lost) void this.load();
      lost = !connected;
    });
    return this.#loadFirst();
  }

  /** The first frame is drawn: what it did without is read now. */
  goOn(): void {
    if (this.drawn) return;
    this.drawn = true;
    void this.#loadRest();
    void this.aloud.load();
  }

  async load(): Promise<void> {
    await this.#loadFirst();
    await this.#loadRest();
  }

  async #loadFirst(): Promise<void> {
    this.failed = undefined;
    if (await this.#read(this.settings, this.roles)) this.ready = true;
  }

  async #loadRest(): Promise<void> {
    if (this.ready) await this.#read(this.conversations, this.status, this.models, this.providers);
  }

  async #read(...states: { load(): Promise<void> }[]): Promise<boolean> {
    try {
      await Promise.all(states.map((state) => state.load()));
      return true;
    } catch (thrown) {
      this.failed = asHostError(thrown);
      return false;
    }
  }

  fold(event: Event): void {
    this.conversations.fold(event);
    this.threads.fold(event);
    this.suggestions.fold(event);
    this.models.fold(event);
    this.settings.fold(event);
    this.providers.fold(event);
    this.status.fold(event);
    this.aloud.fold(event);
    if (event.event === 'profile_erased') this.#beginAnew();
  }

  /** Everything of the person is gone: nothing of it stays in view, and what there is now is read. */
  #beginAnew(): void {
    this.search.clear();
    this.found.clear();
    this.pictures.forget();
    void this.load();
  }

  /** Answers with a model on this device from now on. */
  async useModel(model: string): Promise<void> {
    await this.settings.set('chat.local_model', model);
    if (this.settings.value('chat.provider') !== '') await this.settings.set('chat.provider', '');
    await this.status.load();
  }

  /** Does something that may fail, and says so if it does. */
  attempt(doing: Promise<unknown>): void {
    doing.catch((thrown: unknown) => {
      this.toasts.show(asHostError(thrown).message, { tone: 'bad' });
    });
  }
}

export const [getApp, setApp] = createContext<App>();
