import { text } from "../core/text/text.ts";
import type { Dialogs } from "./dialogs.ts";
import { asError, type Log } from "./log.ts";
import type { Offers } from "./offers.ts";

/** The outermost edge: what arrives here is a bug, is logged with its stack and said in one sentence. */
export function unexpected(log: Log, dialogs: Dialogs, offers: Offers): (error: unknown) => void {
  return (error) => {
    const { message } = asError(error);
    log.error(asError(error));
    dialogs.say("error", text("Something in Lanewise went wrong that should not: {message}", { message }), [
      offers.showLog,
    ]);
  };
}
