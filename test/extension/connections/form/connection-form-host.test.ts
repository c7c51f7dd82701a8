import { describe, expect, it } from "vitest";
import { emptyFields, type FormFields } from "../../../../src/core/connection/form-fields.ts";
import { ada, content, editing, openForm, SECRET, shop } from "./open-form.ts";

describe("the form's host", () => {
  it("shows a profile, and of its password only that there is one", async () => {
    const form = openForm({ initial: editing });
    await form.send({ type: "form-ready" });
    expect(form.last("show-form")?.state).toMatchObject({
      isNew: false,
      hasPassword: true,
      groups: ["work", "work / staging"],
      fields: { engine: "postgres", texts: { host: "db", mode: "prefer" } },
    });
    expect(JSON.stringify(form.posted)).not.toContain(SECRET);
  });

  it("saves what was filled in, named after where it leads when it has no name", async () => {
    const form = openForm({ taken: ["shop@db"] });
    await form.send({ type: "save-connection", content: content(ada, { password: SECRET }) });
    expect(form.closed).toEqual([
      {
        profile: { ...shop, name: "shop@db 2" },
        keeping: "stored",
        secret: { kind: "password", password: SECRET },
      },
    ]);
  });

  it("says at its field what is wrong, in the form's words, and saves nothing", async () => {
    const form = openForm({ taken: ["blog"] });
    await form.send({
      type: "save-connection",
      content: content({ host: "db:5432", port: "x", name: "blog", mode: "strict", fingerprint: "ab" }),
    });
    expect(form.closed).toEqual([]);
    expect(form.problems()).toEqual([
      "name: Another connection has this name.",
      "host: “Host” must be the host alone: port, user, instance and database have fields of their own.",
      "port: “Port” must be a whole number.",
      expect.stringContaining("mode: “Encrypt” must be one of"),
      expect.stringContaining("fingerprint: “Trusted certificate (SHA-256)” must be"),
    ]);
  });

  it("lets a connection keep its own name", async () => {
    const form = openForm({ initial: editing, taken: ["shop"] });
    await form.send({ type: "save-connection", content: content({ ...ada, name: "shop", port: "5433" }) });
    expect(form.closed).toMatchObject([{ profile: { name: "shop", port: 5433 } }]);
  });

  it("leaves what is kept where the password was not touched, and forgets one that was typed and taken back", async () => {
    const untouched = openForm({ initial: editing });
    await untouched.send({ type: "save-connection", content: content({ ...ada, name: "shop" }) });
    expect(untouched.closed).toMatchObject([{ secret: undefined }]);
    const typed = openForm({ initial: editing });
    await typed.send({ type: "content-changed", content: content(ada, { password: "nea" }) });
    await typed.send({ type: "content-changed", content: content(ada) });
    void typed.send({ type: "test-connection", content: content(ada) });
    // Typed and taken back: what was there before holds.
    expect(typed.tests[0]?.secret).toEqual({ kind: "password", password: SECRET });
  });

  it("gives no password on that is to be asked for every time", async () => {
    const form = openForm();
    await form.send({
      type: "save-connection",
      content: content(ada, { password: SECRET, keeping: "ask" }),
    });
    expect(form.closed).toMatchObject([{ keeping: "ask", secret: undefined }]);
  });

  it("fills the form from a pasted string, keeps its password here and its notes there", async () => {
    const form = openForm();
    await form.send({
      type: "paste-string",
      content: content({ name: "mine", group: "work" }),
      pasted: `mysql://ada:${SECRET}@db:3307/shop?nonsense=1`,
    });
    expect(form.last("show-form")?.state).toMatchObject({
      hasPassword: true,
      fields: {
        engine: "mysql",
        texts: { name: "mine", group: "work", host: "db", port: "3307", user: "ada" },
      },
    });
    expect(form.last("string-read")).toEqual({
      type: "string-read",
      problem: undefined,
      notes: ["Lanewise does not use “nonsense”."],
    });
    expect(JSON.stringify(form.posted)).not.toContain(SECRET);
    const shown = form.last("show-form")?.state.fields as FormFields;
    const filled = { fields: shown, keeping: "stored", password: undefined } as const;
    await form.send({ type: "save-connection", content: filled });
    expect(form.closed).toMatchObject([{ secret: { kind: "password", password: SECRET } }]);
  });

  it("says why a string cannot be read, without repeating it", async () => {
    const form = openForm();
    await form.send({ type: "paste-string", content: content(), pasted: `foo://ada:${SECRET}@db` });
    expect(form.last("string-read")?.problem).toContain("does not know the database of “foo”");
    expect(form.last("show-form")).toBeUndefined();
    expect(JSON.stringify(form.posted)).not.toContain(SECRET);
  });

  it("takes a program's relative path from the folder that is open", async () => {
    const form = openForm();
    await form.send({ type: "paste-string", content: content(), pasted: "sqlite:///data/shop.db" });
    expect(form.last("show-form")?.state.fields.texts.path).toBe("/work/data/shop.db");
  });

  it("puts a file that was chosen into its field", async () => {
    const form = openForm({ file: "/ca.pem" });
    await form.send({ type: "choose-file", field: "caFile" });
    expect(form.posted).toEqual([{ type: "set-text", field: "caFile", value: "/ca.pem" }]);
  });

  it("closes at once when nothing was changed, an engine chosen included", async () => {
    const form = openForm();
    const fields = emptyFields("mysql");
    await form.send({ type: "choose-engine", content: { ...content(), fields } });
    await form.send({ type: "close-if-unchanged" });
    expect(form.closed).toEqual([undefined]);
    expect(form.asked()).toBe(0);
  });

  it("asks before it throws changes away, and does nothing for Escape", async () => {
    const form = openForm({ initial: editing });
    await form.send({ type: "content-changed", content: content({ ...ada, name: "shop", host: "other" }) });
    await form.send({ type: "close-if-unchanged" });
    await form.send({ type: "close-form" });
    expect(form.asked()).toBe(1);
    expect(form.closed).toEqual([]);
    const givenUp = openForm({ initial: editing, throwsAway: true });
    await givenUp.send({ type: "content-changed", content: content(ada) });
    await givenUp.send({ type: "close-form" });
    expect(givenUp.closed).toEqual([undefined]);
  });

  it("takes nothing that is no order", async () => {
    const form = openForm();
    for (const nonsense of [undefined, 1, "form-ready", { type: "toString" }, { type: "save-connection" }])
      await form.host.receive(nonsense);
    await form.host.receive({ type: "test-connection", content: { ...content(), keeping: "shouted" } });
    await form.host.receive({ type: "choose-file", field: "__proto__" });
    expect(form.posted).toEqual([]);
    expect(form.closed).toEqual([]);
  });
});
