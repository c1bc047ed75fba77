import { createContext } from 'svelte';
import { MediaQuery } from 'svelte/reactivity';

const SIDEBAR = 'attune.sidebar';

/** Which parts of the window are in view. A narrow window shows them as sheets over the conversation. */
export class Layout {
  readonly #narrow = new MediaQuery('max-width: 999.98px');
  readonly #tiny = new MediaQuery('max-width: 719.98px');

  /** The person's wish for a wide window; kept for the next one. */
  #sidebarWanted = $state(localStorage.getItem(SIDEBAR) !== 'closed');
  #sidebarSheet = $state(false);
  /** The answer that “Why this answer” is about. */
  why = $state<string>();

  readonly panelIsSheet = $derived(this.#narrow.current);
  readonly sidebarIsSheet = $derived(this.#tiny.current);
  readonly sidebar = $derived(this.sidebarIsSheet ? this.#sidebarSheet : this.#sidebarWanted);

  showSidebar(shown: boolean): void {
    if (this.sidebarIsSheet) {
      this.#sidebarSheet = shown;
      return;
    }
    this.#sidebarWanted = shown;
    localStorage.setItem(SIDEBAR, shown ? 'open' : 'closed');
  }

  toggleSidebar(): void {
    this.showSidebar(!this.sidebar);
  }

  /** After going somewhere, a sheet has done its work. */
  leaveSheets(): void {
    this.#sidebarSheet = false;
    if (this.panelIsSheet) this.why = undefined;
  }

  showWhy(answer: string | undefined): void {
    this.why = this.why === answer ? undefined : answer;
  }
}

export const [getLayout, setLayout] = createContext<Layout>();
