/** A text, or its forms by number. `{name}` marks what is filled in; the number is called `count`. */
export type Entry = string | { readonly one: string; readonly other: string };

type Names<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Names<Rest>
  : never;

type NamesOf<Value> = Value extends string
  ? Names<Value>
  : Value extends { readonly one: infer One extends string; readonly other: infer Other extends string }
    ? Names<One> | Names<Other> | 'count'
    : never;

/** What a text must be given: nothing where it has no gaps, otherwise one value for each. */
export type Values<Value> = [NamesOf<Value>] extends [never]
  ? []
  : [values: Record<NamesOf<Value>, string | number>];

/** Fills the gaps of a text. Numbers are written the way the language writes them. */
export function fill(entry: Entry, values: Record<string, string | number>, language: string): string {
  const text = typeof entry === 'string' ? entry : entry[form(values.count, language)];
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => {
    const value = values[name];
    if (value === undefined) return gap;
    return typeof value === 'number' ? new Intl.NumberFormat(language).format(value) : value;
  });
}

function form(count: string | number | undefined, language: string): 'one' | 'other' {
  return new Intl.PluralRules(language).select(Number(count)) === 'one' ? 'one' : 'other';
}
