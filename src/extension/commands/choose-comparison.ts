import { text } from "../../core/text/text.ts";
import { historyItems, type ShowHistoryDeps } from "./show-history.ts";

/** *Compare with…*: the baseline first, then the other reports of this workspace. */
export async function chooseComparison(
  deps: Pick<
    ShowHistoryDeps,
    "store" | "results" | "memory" | "dialogs" | "t" | "formatTime" | "compareWith"
  >,
): Promise<void> {
  const { store, results, memory, dialogs } = deps;
  await results.restore();
  const others = (await store.list()).filter(({ id }) => id !== results.report?.id);
  if (others.length === 0) {
    dialogs.say("info", text("There is no other report in this workspace to compare with."));
    return;
  }
  const isBaseline = (id: string) => (id === memory.baseline ? 1 : 0);
  const sorted = others.toSorted((a, b) => isBaseline(b.id) - isBaseline(a.id));
  const chosen = await dialogs.pickFromList({
    title: text("Compare with…"),
    placeholder: text("The report that the shown one is compared with"),
    items: historyItems(deps, sorted).map(({ buttons: _, ...item }) => item),
  });
  if (chosen) await deps.compareWith(chosen.id);
}
