declare global {
  namespace App {}

  interface Window {
    /** Present in the desktop shell's web view. */
    readonly __TAURI_INTERNALS__?: unknown;
  }
}

export {};
