import { describe, expect, it } from "vitest";
import { lastOrder, useForm } from "./form-page.ts";
import { editShop, newPostgres, untrusted, works } from "./form-states.ts";

const forms = useForm();

describe("the test of a connection", () => {
  it("shows each step with its time as it is done, and speaks it", async () => {
    const form = await forms.open();
    await form.post(editShop);
    await form.page.getByRole("button", { name: "Test Connection" }).click();
    expect((await lastOrder(form, "test-connection"))?.content.fields.texts.host).toBe("db.example.com");
    for (const news of works.slice(0, 3)) await form.post(news);
    const rows = form.page.getByRole("listitem");
    expect(await rows.filter({ hasText: "Connect" }).textContent()).toContain("12.5 ms");
    expect(await rows.filter({ hasText: "Encrypt" }).textContent()).toContain("under way");
    expect(await rows.filter({ hasText: "Log in" }).textContent()).toContain("not yet");
    expect(await form.page.getByRole("status").textContent()).toBe("Connect: 12.5 ms");
    await form.page.getByRole("button", { name: "Cancel Test" }).click();
    expect(await lastOrder(form, "cancel-test")).toBeDefined();
    await form.post({ type: "test-cancelled" });
    await form.page.getByRole("heading", { name: "The test was cancelled" }).waitFor();
    await form.page.getByRole("button", { name: "Test Connection" }).waitFor();
  });

  it("says that all is well, with the server's version", async () => {
    const form = await forms.open();
    await form.post(editShop);
    for (const news of works) await form.post(news);
    await form.page.getByRole("heading", { name: "The connection works" }).waitFor();
    await form.page.getByText("PostgreSQL 17.6").waitFor();
    await form.page.getByText("under 0.1 ms").waitFor();
    expect(await form.page.getByRole("status").textContent()).toBe("The connection works");
  });

  it("begins its list anew when a driver does", async () => {
    const form = await forms.open();
    await form.post(editShop);
    for (const news of works.slice(0, 4)) await form.post(news);
    await form.post({ type: "step-done", step: { step: "connect", ms: 99, detail: undefined } });
    expect(await form.page.getByText("99 ms", { exact: true }).count()).toBe(1);
    expect(await form.page.getByText("12.5 ms", { exact: true }).count()).toBe(0);
  });

  it("marks the step that failed, whichever was next", async () => {
    const form = await forms.open();
    await form.post(newPostgres);
    const problem = { what: "No.", remedy: "Yes.", detail: "", certificate: undefined } as const;
    for (const news of works.slice(0, 3)) await form.post(news);
    await form.post({ type: "test-ended", problem: { ...problem, step: "log-in" } });
    const rows = form.page.getByRole("listitem");
    expect(await rows.filter({ hasText: "Log in" }).textContent()).toContain("failed");
    expect(await rows.filter({ hasText: "Encrypt" }).count()).toBe(0);
  });

  it("shows a certificate that is not trusted, and trusts it when the user says so", async () => {
    const form = await forms.open();
    await form.post(editShop);
    for (const news of untrusted) await form.post(news);
    await form.page.getByText("CN=db.example.com (signed by itself)").waitFor();
    await form.page.getByText("2026-01-01 00:00 UTC").waitFor();
    await form.page.getByText(`${"01:23:45:67:89:AB:CD:EF:".repeat(3)}01`).waitFor();
    await form.page.getByRole("button", { name: "Trust This Certificate" }).click();
    const order = await lastOrder(form, "test-connection");
    expect(order?.content.fields.texts.fingerprint).toBe("0123456789abcdef".repeat(4));
  });

  it("sets a server's words as text", async () => {
    const form = await forms.open();
    await form.post(editShop);
    const detail = "<img src=x onerror=alert(1)>";
    const problem = { step: undefined, what: detail, remedy: detail, detail, certificate: undefined };
    await form.post({ type: "test-ended", problem });
    expect(await form.page.locator("img").count()).toBe(0);
    expect(await form.page.getByText(detail).count()).toBeGreaterThan(2);
  });

  it("takes no message of another kind", async () => {
    const form = await forms.open();
    await form.post(editShop);
    await form.post({ type: "show-form" } as never);
    await form.post({ type: "nonsense" } as never);
    await form.page.getByRole("heading", { level: 1, name: "Edit shop" }).waitFor();
  });
});
