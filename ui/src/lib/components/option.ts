/** Something that can be chosen. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly note?: string;
  readonly disabled?: boolean;
}
