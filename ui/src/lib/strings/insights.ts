// What is said of what Attune knows of a person: fetched with the page that says it, so that the first page goes
// without. tests/unit/catalogue.test.ts holds that whoever uses one of these texts belongs to that page.
import { insights as de } from './de-insights';
import { insights as en } from './en-insights';
import { add } from './index.svelte';

add({ en, de });
