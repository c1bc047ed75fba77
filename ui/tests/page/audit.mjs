// What axe finds wrong in a page, by the rules that every page keeps.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

/** Each finding with where it is; `rules` switches single ones, as axe has it. */
export async function violations(page, rules = {}) {
  await page.evaluate(axe);
  const found = await page.evaluate((options) => window.axe.run(options), { runOnly: RULES, rules });
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html.slice(0, 160)} ${failureSummary}`),
  );
}
