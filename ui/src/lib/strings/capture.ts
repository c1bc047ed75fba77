// What is said of capturing the screen: fetched with the parts that say it.
// tests/unit/catalogue.test.ts holds that whoever uses one of these texts imports this file.
import { capture as de } from './de-capture';
import { capture as en } from './en-capture';
import { add } from './index.svelte';

add({ en, de });
