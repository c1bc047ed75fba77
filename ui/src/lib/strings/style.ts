// What is said of styles and ratings: fetched with the parts that say it, so that the first page goes without. Whoever
// uses one of these texts imports this file; tests/unit/catalogue.test.ts holds that.
import { style as de } from './de-style';
import { style as en } from './en-style';
import { add } from './index.svelte';

add({ en, de });
