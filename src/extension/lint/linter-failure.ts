import { text } from "../../core/text/text.ts";
import type { Dialogs } from "../dialogs.ts";
import type { Offers } from "../offers.ts";

/** One calm message: benchmarks and everything else go on. */
export function linterFailure(dialogs: Dialogs, offers: Offers): () => void {
  return () =>
    dialogs.say(
      "warning",
      text("Lanewise's linter has stopped after several failures. Python files are not checked."),
      [offers.restartLinter, offers.showLog],
    );
}
