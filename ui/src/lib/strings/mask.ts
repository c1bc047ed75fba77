// What is said of covering and blackening before something leaves: fetched with the parts that say it.
// tests/unit/catalogue.test.ts holds that whoever uses one of these texts imports this file.
import { mask as de } from './de-mask';
import { mask as en } from './en-mask';
import { add } from './index.svelte';

add({ en, de });
