import path from "node:path";
import { describe, expect } from "vitest";
import { it } from "./driver/it.ts";
import { Lanewise, quickBenchmark } from "./driver/lanewise.ts";
import { trustSettings } from "./driver/workspace-trust.ts";

describe("a workspace that is not trusted", () => {
  it("refuses benchmarks with the reason, and allows them as soon as it is trusted", async ({
    openWindow,
    sampleWorkspace,
    useSettings,
  }) => {
    useSettings({ ...quickBenchmark, ...trustSettings });
    const window = await openWindow(sampleWorkspace);
    const lanewise = new Lanewise(window);
    await window.trust.refuse();
    await lanewise.openDatabase(path.join(sampleWorkspace, "christmas.db"));
    await lanewise.benchmark("queries.sql", 4);
    const reason = "they need a trusted workspace";
    await window.notifications.message(reason).waitFor();
    await window.command("Notifications: Clear All Notifications");
    await window.command("Lanewise: Run Benchmark…");
    await window.notifications.message(reason).waitFor();
    expect(await window.quickInput.widget.isVisible()).toBe(false);
    await window.screenshot("workspace that is not trusted");

    await window.notifications.press(reason, "Manage Workspace Trust");
    await window.trust.grantInEditor();
    await window.command("View: Close Editor");
    await lanewise.benchmark("queries.sql", 4);
    await lanewise.panel.verdict();
  });
});
