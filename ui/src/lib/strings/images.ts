// What is said of images beside a question: fetched with the parts that say it.
// tests/unit/catalogue.test.ts holds that whoever uses one of these texts imports this file.
import { images as de } from './de-images';
import { images as en } from './en-images';
import { add } from './index.svelte';

add({ en, de });
