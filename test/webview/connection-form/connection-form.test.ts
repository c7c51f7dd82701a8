import { describe, expect, it } from "vitest";
import { emptyFields } from "../../../src/core/connection/form-fields.ts";
import { heard, lastOrder, useForm } from "./form-page.ts";
import { aForm, editShop, newMssql, newPostgres, newSqlite, works } from "./form-states.ts";

const forms = useForm();

describe("the connection form", () => {
  it("says that it is ready, and shows what the host holds", async () => {
    const form = await forms.open();
    expect(await form.sent()).toEqual([{ type: "form-ready" }]);
    await form.post(editShop);
    await form.page.getByRole("heading", { level: 1, name: "Edit shop" }).waitFor();
    await expect
      .poll(() => form.page.getByRole("textbox", { name: "Host", exact: true }).inputValue())
      .toBe("db.example.com");
    await expect
      .poll(() => form.page.getByRole("textbox", { name: "Port", exact: true }).inputValue())
      .toBe("5433");
    expect(await form.page.getByRole("radio", { name: "PostgreSQL" }).isChecked()).toBe(true);
    expect(await form.page.getByRole("combobox", { name: "Encrypt" }).textContent()).toContain(
      "Always, check authority and name",
    );
  });

  it("shows the fields of another engine, and keeps what both have and what was typed", async () => {
    const form = await forms.open();
    await form.post(newPostgres);
    await form.page.getByRole("textbox", { name: "Host", exact: true }).fill("db");
    await form.page.locator("[data-secret] input").fill("enigma");
    for (const news of works) await form.post(news);
    await form.page.getByRole("radio", { name: "SQL Server" }).click();
    await form.page.getByRole("radio", { name: "Microsoft Entra" }).waitFor();
    const order = await lastOrder(form, "choose-engine");
    const texts = { host: "db", mode: "verify-full" };
    expect(order?.content).toMatchObject({ fields: { engine: "mssql", texts }, password: "enigma" });
    await expect.poll(() => form.page.locator("[data-secret] input").inputValue()).toBe("enigma");
    expect(await form.page.getByRole("heading", { name: "The connection works" }).count()).toBe(0);
  });

  it("shows of SQLite its file and nothing of a server", async () => {
    const form = await forms.open();
    await form.post(newSqlite);
    await form.page.getByRole("textbox", { name: "File", exact: true }).waitFor();
    expect(await form.page.getByRole("textbox", { name: "Host", exact: true }).count()).toBe(0);
    await form.page.getByRole("button", { name: "Browse: File" }).click();
    expect(await lastOrder(form, "choose-file")).toEqual({ type: "choose-file", field: "path" });
    await form.post({ type: "set-text", field: "path", value: "/data/shop.db" });
    await expect
      .poll(() => form.page.getByRole("textbox", { name: "File", exact: true }).inputValue())
      .toBe("/data/shop.db");
    const told = await lastOrder(form, "content-changed");
    expect(told?.content.fields.texts.path).toBe("/data/shop.db");
  });

  it("proposes the name that it would get", async () => {
    const form = await forms.open();
    await form.post(newPostgres);
    await form.page.getByRole("textbox", { name: "Host", exact: true }).fill("db");
    await form.page.getByRole("textbox", { name: "Database", exact: true }).fill("shop");
    await form.page.locator("input[placeholder='shop@db']").waitFor();
  });

  it("gives a pasted string to the host, clears it when it was read, and says what was left out", async () => {
    const form = await forms.open();
    await form.post(newSqlite);
    const pasted = form.page.getByRole("textbox", { name: "Or paste a connection string", exact: true });
    await pasted.fill("postgresql://ada:enigma@db/shop?x=1");
    await pasted.press("Enter");
    expect((await lastOrder(form, "paste-string"))?.pasted).toBe("postgresql://ada:enigma@db/shop?x=1");
    await form.post(aForm(emptyFields("postgres"), { hasPassword: true }));
    await form.post({ type: "string-read", problem: undefined, notes: ["Lanewise does not use “x”."] });
    await expect.poll(() => pasted.inputValue()).toBe("");
    await form.page.getByText("Lanewise does not use “x”.").first().waitFor();
    await form.page.getByText("Lanewise has a password").waitFor();
    expect(await form.page.content()).not.toContain("enigma");
  });

  it("keeps a string that could not be read, with the reason at the field", async () => {
    const form = await forms.open();
    await form.post(newSqlite);
    const pasted = form.page.getByRole("textbox", { name: "Or paste a connection string", exact: true });
    await pasted.fill("nonsense");
    await form.page.getByRole("button", { name: "Fill In" }).click();
    await form.post({ type: "string-read", problem: "This is no connection string.", notes: [] });
    await expect.poll(() => pasted.inputValue()).toBe("nonsense");
    const told = await heard(form.page, "textbox", "Or paste a connection string");
    expect(told?.isInvalid).toBe(true);
    expect(told?.description).toContain("This is no connection string.");
  });

  it("says at a field what is wrong with it, goes to the first, and forgets it when it is edited", async () => {
    const form = await forms.open();
    await form.post(newPostgres);
    await form.post({
      type: "show-problems",
      problems: [
        { field: "caFile", text: "“Certificate authority file” must be a text." },
        { field: "port", text: "“Port” must be a whole number." },
        { field: undefined, text: "Something else." },
      ],
    });
    const port = form.page.getByRole("textbox", { name: "Port", exact: true });
    expect(await port.evaluate((input) => input.matches(":focus"))).toBe(true);
    expect(await heard(form.page, "textbox", "Port")).toEqual({
      description: "“Port” must be a whole number.",
      isInvalid: true,
    });
    await form.page.getByText("Something else.").first().waitFor();
    await port.fill("5432");
    expect(await heard(form.page, "textbox", "Port")).toEqual({ description: "", isInvalid: false });
    await form.post({ type: "show-problems", problems: [{ field: "caFile", text: "No." }] });
    // It stands among the advanced fields, which open for it.
    await form.page.getByText("No.", { exact: true }).waitFor();
    const authority = form.page.getByRole("textbox", { name: "Certificate authority file", exact: true });
    expect(await authority.evaluate((input) => input.matches(":focus"))).toBe(true);
  });

  it("says what each way to encrypt checks, as it is chosen by keyboard", async () => {
    const form = await forms.open();
    await form.post(newPostgres);
    await form.page.getByRole("combobox", { name: "Encrypt" }).press("ArrowDown");
    await form.page.getByText("Encrypts, or does not connect.").waitFor();
    const told = await lastOrder(form, "content-changed");
    expect(told?.content.fields.texts.mode).toBe("require");
    const heardMode = await heard(form.page, "combobox", "Encrypt");
    expect(heardMode?.description).toContain("The certificate is not checked");
  });

  it("asks for no password where it is asked for every time, or where VS Code signs in", async () => {
    const form = await forms.open();
    await form.post(newMssql);
    const password = form.page.locator("[data-secret] input");
    await form.page.getByRole("radio", { name: "Nowhere: ask every time" }).click();
    expect(await password.isVisible()).toBe(false);
    await form.page.getByRole("radio", { name: "Until this window closes" }).click();
    expect(await password.isVisible()).toBe(true);
    await form.page.getByRole("radio", { name: "Microsoft Entra" }).click();
    expect(await form.page.getByRole("textbox", { name: "User", exact: true }).isVisible()).toBe(false);
    const told = await lastOrder(form, "content-changed");
    expect(told?.content).toMatchObject({ keeping: "window", fields: { authentication: "entra" } });
  });

  it("tells a password only when one was typed", async () => {
    const form = await forms.open();
    await form.post(editShop);
    await form.page.getByRole("textbox", { name: "User", exact: true }).fill("grace");
    expect((await lastOrder(form, "content-changed"))?.content.password).toBeUndefined();
    await form.page.locator("[data-secret] input").fill("enigma");
    expect((await lastOrder(form, "content-changed"))?.content.password).toBe("enigma");
    await form.page.locator("[data-secret] input").fill("");
    expect((await lastOrder(form, "content-changed"))?.content.password).toBeUndefined();
  });

  it("saves by Enter from a field, not from an open list or a button", async () => {
    const form = await forms.open();
    await form.post(newPostgres);
    const modes = form.page.getByRole("combobox", { name: "Encrypt" });
    await modes.press("Enter");
    await modes.press("Enter");
    await form.page.getByRole("button", { name: "Cancel" }).press("Enter");
    expect(await lastOrder(form, "save-connection")).toBeUndefined();
    expect(await lastOrder(form, "close-form")).toBeDefined();
    await form.page.getByRole("textbox", { name: "User", exact: true }).press("Enter");
    expect((await lastOrder(form, "save-connection"))?.content.fields.engine).toBe("postgres");
  });

  it("closes by Escape what was not changed, but first a list that is open", async () => {
    const form = await forms.open();
    await form.post(newPostgres);
    const modes = form.page.getByRole("combobox", { name: "Encrypt" });
    await modes.press("Enter");
    await modes.press("Escape");
    expect(await lastOrder(form, "close-if-unchanged")).toBeUndefined();
    await modes.press("Escape");
    expect(await lastOrder(form, "close-if-unchanged")).toBeDefined();
  });

  it("moves through everything with Tab, the engine first", async () => {
    const form = await forms.open();
    await form.post(newPostgres);
    await form.page.waitForFunction(() => document.activeElement?.localName === "vscode-radio");
    const names: string[] = [];
    for (let step = 0; step < 12; step++) {
      names.push(
        await form.page.evaluate(() => {
          const { activeElement } = document;
          return (activeElement?.getAttribute("aria-label") ?? activeElement?.textContent ?? "").trim();
        }),
      );
      await form.page.keyboard.press("Tab");
    }
    expect(names).toEqual([
      "PostgreSQL",
      "Or paste a connection string",
      "Fill In",
      "Host",
      "Port",
      "Database",
      "User",
      "In VS Code’s secret storage",
      "Password",
      expect.stringContaining("Always, unchecked"),
      "Name",
      "Group",
    ]);
  });

  it("puts a group that exists into the field", async () => {
    const form = await forms.open();
    await form.post(newMssql);
    await form.page.getByRole("button", { name: "work / staging" }).click();
    expect((await lastOrder(form, "content-changed"))?.content.fields.texts.group).toBe("work / staging");
    await expect
      .poll(() => form.page.getByRole("textbox", { name: "Group", exact: true }).inputValue())
      .toBe("work / staging");
  });

  it("makes a connection production by a switch", async () => {
    const form = await forms.open();
    await form.post(newSqlite);
    await form.page.getByRole("checkbox", { name: "Production" }).press("Space");
    expect((await lastOrder(form, "content-changed"))?.content.fields.production).toBe(true);
    const told = await heard(form.page, "checkbox", "Production");
    expect(told?.description).toContain("refuses to write");
  });
});
