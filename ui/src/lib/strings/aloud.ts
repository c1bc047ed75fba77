// What is said of reading aloud: fetched with the parts that say it.
// tests/unit/catalogue.test.ts holds that whoever uses one of these texts imports this file.
import { aloud as de } from './de-aloud';
import { aloud as en } from './en-aloud';
import { add } from './index.svelte';

add({ en, de });
