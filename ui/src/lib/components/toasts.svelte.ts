import { createContext } from 'svelte';

export interface ToastAction {
  readonly label: string;
  readonly run: () => void;
}

export interface Toast {
  readonly id: number;
  readonly text: string;
  readonly tone: 'plain' | 'bad';
  readonly action: ToastAction | undefined;
}

/** How long a toast stays, in milliseconds. One that offers something stays longer. */
const STAY = { plain: 4000, action: 8000 };

/** Short messages at the edge of the window. */
export class Toasts {
  shown = $state.raw<readonly Toast[]>([]);
  #next = 0;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, options: { tone?: 'plain' | 'bad'; action?: ToastAction } = {}): void {
    const { tone = 'plain', action } = options;
    const toast: Toast = { id: this.#next++, text, tone, action };
    this.shown = [...this.shown.slice(-2), toast];
    this.#leaveLater(toast);
  }

  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }

  /** While a person points at the toasts or is in them, none goes. */
  hold(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  release(): void {
    for (const toast of this.shown) this.#leaveLater(toast);
  }

  #leaveLater(toast: Toast): void {
    clearTimeout(this.#timers.get(toast.id));
    const stay = toast.action || toast.tone === 'bad' ? STAY.action : STAY.plain;
    this.#timers.set(
      toast.id,
      setTimeout(() => this.dismiss(toast.id), stay),
    );
  }
}

export const [getToasts, setToasts] = createContext<Toasts>();
