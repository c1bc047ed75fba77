import { createContext } from 'svelte';
import { asHostError, type Host, type HostError } from '$lib/host';
import type { Event, InstallProgress, ModelsView, ModelView } from '$lib/wire/wire';

/** The local models, and how far their installation is. */
export class Models {
  /** Undefined until they were read. */
  view = $state.raw<ModelsView>();
  error = $state.raw<HostError>();

  readonly chat = $derived(this.view?.models.filter((model) => model.task === 'chat') ?? []);
  readonly ready = $derived(this.chat.filter((model) => model.state.is === 'installed'));
  /** The one that a new user should have. */
  readonly recommended = $derived(this.chat.find((model) => model.recommended) ?? this.chat[0]);

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(): Promise<void> {
    try {
      this.view = await this.#host.call('list_models', {});
      this.error = undefined;
    } catch (thrown) {
      this.error = asHostError(thrown);
    }
  }

  get(id: string | null | undefined): ModelView | undefined {
    return this.view?.models.find((model) => model.id === id);
  }

  name(id: string | null | undefined): string {
    return this.get(id)?.name ?? id ?? '';
  }

  fold(event: Event): void {
    if (event.event === 'models_changed') void this.load();
    if (event.event === 'install_progressed') this.#progress(event.progress);
  }

  async install(id: string): Promise<void> {
    await this.#host.call('install_model', { id });
  }

  async cancel(id: string): Promise<void> {
    await this.#host.call('cancel_install', { id });
  }

  async remove(id: string): Promise<void> {
    await this.#host.call('remove_model', { id });
    await this.load();
  }

  async import(path: string): Promise<ModelView> {
    const model = await this.#host.call('import_model', { path });
    await this.load();
    return model;
  }

  verify(id: string): Promise<{ intact: boolean; sha256: string }> {
    return this.#host.call('verify_model', { id });
  }

  #progress(progress: InstallProgress): void {
    if (!this.view) return;
    if (progress.phase === 'done') {
      void this.load();
      return;
    }
    const models = this.view.models.map((model): ModelView =>
      model.id === progress.id ? { ...model, state: { is: 'installing', progress } } : model,
    );
    this.view = { ...this.view, models };
  }
}

export const [getModels, setModels] = createContext<Models>();
