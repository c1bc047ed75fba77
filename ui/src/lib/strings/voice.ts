// What is said of speaking: fetched with the parts that say it, so that the first page goes without.
// tests/unit/catalogue.test.ts holds that whoever uses one of these texts imports this file.
import { voice as de } from './de-voice';
import { voice as en } from './en-voice';
import { add } from './index.svelte';

add({ en, de });
