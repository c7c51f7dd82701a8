// The process between a test and its private server. It ends the server and removes its folder when the test's process
// is gone, however that ended: the channel between them closes then.
import process from "node:process";
import { ServerProcess } from "./server-process.mjs";

const [folder] = process.argv.slice(2);
if (folder === undefined || process.send === undefined) throw new Error("This is forked, with a folder.");

const server = new ServerProcess(folder);
let previous = Promise.resolve();

process.on("message", (/** @type {import("./server-process.mjs").Order} */ order) => {
  previous = previous.then(async () => {
    const answer = await server.obey(order).catch((error) => ({ failure: String(error) }));
    if (process.connected) process.send?.(answer);
  });
});
process.on("disconnect", endAndExit);
process.on("SIGTERM", endAndExit);

/** Waits for no order: a start that hangs ends with its server. */
function endAndExit() {
  void server.end().finally(() => process.exit());
}
