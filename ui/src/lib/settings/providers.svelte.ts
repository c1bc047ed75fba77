import { createContext } from 'svelte';
import { asHostError, type Host, type HostError } from '$lib/host';
import type { Event, ProviderDraft, ProvidersView, ProviderView, TestedProvider } from '$lib/wire/wire';

/** The remote providers. Keys go in and never come out. */
export class Providers {
  /** Undefined until they were read. */
  view = $state.raw<ProvidersView>();
  error = $state.raw<HostError>();

  readonly usable = $derived(
    this.view?.forbidden_by ? [] : (this.view?.providers.filter((each) => each.enabled) ?? []),
  );

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(): Promise<void> {
    try {
      this.view = await this.#host.call('list_providers', {});
      this.error = undefined;
    } catch (thrown) {
      this.error = asHostError(thrown);
    }
  }

  get(id: string | null | undefined): ProviderView | undefined {
    return this.view?.providers.find((provider) => provider.id === id);
  }

  fold(event: Event): void {
    if (event.event === 'providers_changed') void this.load();
  }

  async save(provider: ProviderDraft, key: string | undefined): Promise<ProviderView> {
    const saved = await this.#host.call('save_provider', { provider, ...(key === undefined ? {} : { key }) });
    await this.load();
    return saved;
  }

  async remove(id: string): Promise<void> {
    await this.#host.call('remove_provider', { id });
    await this.load();
  }

  test(provider: ProviderDraft, key: string | undefined): Promise<TestedProvider> {
    return this.#host.call('test_provider', { provider, ...(key === undefined ? {} : { key }) });
  }
}

export const [getProviders, setProviders] = createContext<Providers>();
