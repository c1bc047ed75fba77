// What is said of recordings beside a question: fetched with the parts that say it.
// tests/unit/catalogue.test.ts holds that whoever uses one of these texts imports this file.
import { recordings as de } from './de-recordings';
import { recordings as en } from './en-recordings';
import { add } from './index.svelte';

add({ en, de });
