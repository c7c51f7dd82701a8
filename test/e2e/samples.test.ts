import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, vi } from "vitest";
import { sampleProgramFindings } from "../support/sample-programs.ts";
import { it } from "./driver/it.ts";
import { Marks } from "./driver/marks.ts";
import { ProblemsView } from "./driver/problems-view.ts";

const patience = { timeout: 30_000, interval: 100 };

describe("the sample programs", () => {
  it("show exactly the findings of their journeys when the workspace is checked", async ({
    openWindow,
    sampleWorkspace,
  }) => {
    const window = await openWindow(sampleWorkspace, { width: 1400, height: 1400 });
    await window.command("Lanewise: Check Workspace");
    const problems = await ProblemsView.open(window);
    const listed = Object.entries(sampleProgramFindings)
      .map(([file, findings]) => [file, findings.filter((finding) => !finding.endsWith(" hint"))] as const)
      .filter(([, findings]) => findings.length > 0);
    await window.command("View: Toggle Maximized Panel");
    await vi.waitFor(
      async () => expect(await problems.findings()).toEqual(Object.fromEntries(listed)),
      patience,
    );
    await window.screenshot("lint, the samples' problems");

    // The editor keeps hints out of the list; they are dots in the text.
    await window.editor.open("fetch_in_threads.py");
    await new Marks(window).expect("fetchall()");
    expect(await window.editor.squiggles("hint").count()).toBe(1);
  });

  it("typed into new files tell of the shared session, with both places", async ({
    openWindow,
    makeWorkspace,
    useSettings,
  }) => {
    useSettings({ "editor.autoIndent": "none" });
    const window = await openWindow(makeWorkspace({ "db.py": "", "server.py": "" }), {
      width: 1400,
      height: 1200,
    });
    const sample = (name: string) =>
      readFileSync(path.join("samples", "workspace", "session_server", name), "utf8");
    for (const name of ["server.py", "db.py"]) {
      await window.editor.open(name);
      await window.editor.insertAtStart(sample(name));
    }
    const problems = await ProblemsView.open(window);
    await vi.waitFor(
      async () =>
        expect(await problems.findings()).toEqual({
          "db.py": sampleProgramFindings["session_server/db.py"],
          "server.py": sampleProgramFindings["session_server/server.py"],
        }),
      patience,
    );
    await problems.row(/^db\.py.*The session is made here\.$/).waitFor();
    await problems.row(/^server\.py.*The threads start here\.$/).waitFor();
    await window.screenshot("lint, a shared session");
  });
});
