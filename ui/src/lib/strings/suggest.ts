// What is said of suggestions: fetched with the parts that say it, so that the first page goes without.
// tests/unit/catalogue.test.ts holds that whoever uses one of these texts imports this file.
import { suggest as de } from './de-suggest';
import { suggest as en } from './en-suggest';
import { add } from './index.svelte';

add({ en, de });
