import { createContext } from 'svelte';
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
import type { Event } from '$lib/wire/wire';

/** Every state of the window, fed by what the backend tells. The only place that knows all features. */
export class App {
  readonly host: Host;
  readonly toasts = new Toasts();
  readonly conversations: Conversations;
  readonly search: Search;
  readonly found: Search;
  readonly threads: Threads;
  readonly roles: Roles;
  readonly models: Models;
  readonly settings: Settings;
  readonly providers: Providers;
  readonly status: Status;

  /** Why the window could not begin. */
  failed = $state.raw<HostError>();
  ready = $state(false);

  constructor(host: Host) {
    this.host = host;
    this.conversations = new Conversations(host, this.toasts);
    this.search = new Search(host);
    this.found = new Search(host);
    this.threads = new Threads(host);
    this.roles = new Roles(host);
    this.models = new Models(host);
    this.settings = new Settings(host);
    this.providers = new Providers(host);
    this.status = new Status(host);
  }

  /** Hears the backend, and reads what every page needs. Gives what ends the hearing. */
  start(): () => void {
    const deaf = this.host.listen((event) => this.fold(event));
    let lost = false;
    const unwatch = this.host.onConnection((connected) => {
      this.status.connected = connected;
      // What was told while nobody heard it is read again.
      if (connected && lost) void this.load();
      lost = !connected;
    });
    void this.load();
    return () => {
      deaf();
      unwatch();
    };
  }

  async load(): Promise<void> {
    this.failed = undefined;
    try {
      await Promise.all([this.settings.load(), this.roles.load()]);
      this.ready = true;
      await Promise.all([
        this.conversations.load(),
        this.status.load(),
        this.models.load(),
        this.providers.load(),
      ]);
    } catch (thrown) {
      this.failed = asHostError(thrown);
    }
  }

  fold(event: Event): void {
    this.conversations.fold(event);
    this.threads.fold(event);
    this.models.fold(event);
    this.settings.fold(event);
    this.providers.fold(event);
    this.status.fold(event);
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
