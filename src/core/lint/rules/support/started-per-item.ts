import type { Related } from "../../finding.ts";
import type { FileModel } from "../../model/file-model.ts";
import type { PerItem } from "./per-item.ts";

/** Where a function is started once per row, if it is no loop that makes its code run so often. */
export function startedPerItem(file: FileModel, item: PerItem): readonly Related[] {
  if (item.by === "fan-out") return [file.related(item.spawn.call, "starts it once per row")];
  return item.by === "callback" ? [file.related(item.call, "calls it once per row")] : [];
}
