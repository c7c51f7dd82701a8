import { expect, it } from "vitest";
import { aFile, aFinding, idle, manyFiles, showFindings } from "./findings-states.ts";
import { timeToPaint } from "./panel-page.ts";
import { usePanel } from "./use-panel.ts";

const panels = usePanel();

/** News comes four times a second: drawing it must leave most of that time to the reader. */
const newsBarMs = 100;
const firstBarMs = 300;

it.each(["By rule", "By file"])("stays smooth with 5,000 findings, %s", async (groupBy) => {
  const { page, post } = await panels.open();
  await page.getByRole("tab", { name: "Findings" }).click();
  await post(showFindings());
  await page.getByRole("radio", { name: groupBy }).click();
  const first: number[] = [];
  for (let run = 0; run < 5; run++)
    first.push(await timeToPaint(page, showFindings({ files: manyFiles(5000 - run) })));
  const news: number[] = [];
  for (let at = 0; at < 9; at++) {
    const changed = [aFile(at, `package_${at}/module_${at}.py`, [aFinding({ line: at })])];
    news.push(await timeToPaint(page, { type: "change-findings", status: idle, changed, gone: [] }));
  }
  // The fastest: what else the machine does only adds to it.
  const [all, some] = [Math.min(...first), Math.min(...news)];
  console.log(`findings, ${groupBy}: all ${all.toFixed(0)} ms, news ${some.toFixed(1)} ms`);
  expect(all).toBeLessThan(firstBarMs);
  expect(some).toBeLessThan(newsBarMs);
});
