import type { Component } from 'svelte';

/** A line of the palette. */
export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly icon?: Component<{ size?: number | string }>;
  /** A role's hue, in place of an icon. */
  readonly hue?: string;
  readonly keys?: readonly string[];
  /** A quieter second line, in which what was searched for is marked. */
  readonly snippet?: readonly { readonly text: string; readonly hit: boolean }[];
  readonly run: () => void;
}
