import { createContext } from 'svelte';
import type { Host } from '$lib/host';
import { localised } from '$lib/strings/index.svelte';
import type { RoleView } from '$lib/wire/wire';

/** The role templates, in the order of the selector. */
export class Roles {
  /** Undefined until they were read. */
  all = $state.raw<readonly RoleView[]>();

  readonly #host: Host;

  constructor(host: Host) {
    this.#host = host;
  }

  async load(): Promise<void> {
    this.all = await this.#host.call('list_roles', {});
  }

  get(id: string | null | undefined): RoleView | undefined {
    return this.all?.find((role) => role.id === id);
  }

  name(id: string | null | undefined): string {
    const role = this.get(id);
    return role ? localised(role.name) : (id ?? '');
  }

  hue(id: string | null | undefined): string {
    return this.get(id)?.hue ?? 'none';
  }
}

export const [getRoles, setRoles] = createContext<Roles>();
