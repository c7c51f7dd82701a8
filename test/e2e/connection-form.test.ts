import path from "node:path";
import Database from "better-sqlite3";
import { describe, expect, vi } from "vitest";
import { describeWithPrivateServers } from "../support/servers/describe-with-server.ts";
import { startMariadb } from "../support/servers/mariadb.ts";
import { startPostgres } from "../support/servers/postgres.ts";
import { ConnectionForm } from "./driver/connection-form.ts";
import { ConnectionsView } from "./driver/connections-view.ts";
import { filesWith, storagesWith } from "./driver/find-secret.ts";
import { it } from "./driver/it.ts";
import { themes } from "./driver/workbench-window.ts";

/** Found by no accident. */
const SECRET = "Enigma-4711-Xyzzy";
const WRONG = "Wrong-0815-Plugh";

describe("the connection form", () => {
  it("adds a SQLite file that it has tested, and edits it", async ({ openWindow, makeWorkspace }) => {
    const folder = makeWorkspace({ "notes.txt": "nothing" });
    const file = path.join(folder, "shop.db");
    new Database(file).exec("CREATE TABLE customers (id INTEGER PRIMARY KEY)").close();
    const window = await openWindow(folder);
    const view = await ConnectionsView.open(window);
    await view.welcomeButton("Add Connection").click();
    const form = new ConnectionForm(window);
    await form.heading("Add Connection").waitFor();
    expect(await form.document.getByRole("radio", { name: "SQLite" }).isChecked()).toBe(true);

    await form.button("Save").click();
    await form.document.getByText("“File” is missing.").waitFor();
    await form.fillIn({ File: path.join(folder, "missing.db") });
    expect(await form.test()).toBe("The connection does not work");
    await form.document.getByText("There is no file").first().waitFor();
    await form.fillIn({ File: file });
    expect(await form.test()).toBe("The connection works");
    await form.field("Group").fill("work / shops");
    await form.field("Group").press("Enter");
    await view.row("work").waitFor();
    await view.row("shops").waitFor();
    await view.row("shop.db").waitFor();
    await window.statusBarItem("shop.db").waitFor();

    // The focus goes there, away from what is opened before.
    await window.page.locator(".sidebar .monaco-list-row.focused", { hasText: "shop.db" }).waitFor();
    await window.command("Lanewise: Edit Connection…");
    await window.quickInput.pick("shop.db");
    await form.heading("Edit shop.db").waitFor();
    expect(await form.field("Group").inputValue()).toBe("work/shops");
    await form.fillIn({ Name: "the shop" });
    // Changes are not thrown away by a key.
    await form.field("Name").press("Escape");
    await form.button("Cancel").click();
    await view.answer("Cancel");
    await form.document.getByRole("checkbox", { name: "Production" }).click();
    await form.save();
    await view.row(/the shop.*production/).waitFor();
  });

  it("comes back as it was when its tab is closed by mistake, or hidden", async ({
    openWindow,
    makeWorkspace,
  }) => {
    const window = await openWindow(makeWorkspace({ "notes.txt": "nothing" }));
    const view = await ConnectionsView.open(window);
    const form = await ConnectionForm.add(window);
    await form.chooseEngine("MySQL or MariaDB");
    await form.fillIn({ Host: "db.example.com", Database: "blog" });
    await window.editor.open("notes.txt");
    await window.tab("Add Connection").click();
    await vi.waitUntil(async () => (await form.field("Database").inputValue()) === "blog");
    await window
      .tab("Add Connection")
      .getByRole("button", { name: /^Close/ })
      .click();
    await view.answer("Cancel");
    await vi.waitUntil(async () => (await form.field("Host").inputValue()) === "db.example.com");
    await window
      .tab("Add Connection")
      .getByRole("button", { name: /^Close/ })
      .click();
    await view.answer("Throw Away");
    await window.tab("Add Connection").waitFor({ state: "detached" });
  });

  it("can be read in every theme, narrow and wide", async ({ openWindow, makeWorkspace }) => {
    const window = await openWindow(makeWorkspace({ "notes.txt": "nothing" }), { width: 1000, height: 1400 });
    const form = await ConnectionForm.add(window);
    await form.chooseEngine("SQL Server");
    await form.field("Host").fill("");
    await form.button("Save").click();
    await form.document.getByText("“Host” is missing.").waitFor();
    for (const theme of themes) {
      await window.useTheme(theme);
      await window.screenshot(`connection form, ${theme}`);
    }
    await window.page.setViewportSize({ width: 520, height: 1400 });
    await window.screenshot("connection form, narrow");
  });

  it("imports what a .env file says, and the password only when asked", async ({
    openWindow,
    makeWorkspace,
    workbench,
  }) => {
    const folder = makeWorkspace({
      ".env": `DATABASE_URL=postgres://ada:${SECRET}@db.example.com/shop\n`,
      ".vscode/settings.json": JSON.stringify({
        "sqltools.connections": [{ name: "Blog", driver: "MariaDB", server: "db2", username: "u" }],
      }),
    });
    const window = await openWindow(folder);
    const view = await ConnectionsView.open(window);
    await window.command("Lanewise: Import Connections…");
    const { quickInput } = window;
    await quickInput.rows("shop@db.example.com").waitFor();
    await quickInput.rows("SQLTools: Blog").waitFor();
    await window.screenshot("import of connections");
    await quickInput.accept();
    await quickInput.pick("Leave the passwords where they are");
    await view.row("shop@db.example.com").waitFor();
    await view.row("Blog").waitFor();
    expect(filesWith(workbench.folder, SECRET)).toEqual([]);
    expect(await storagesWith(window.page, SECRET)).toEqual([]);
  });
});

describeWithPrivateServers("the connection form with a PostgreSQL", ["postgres"], () => {
  it("says that a password is wrong, takes the right one, and puts it nowhere but into the secret storage", async ({
    openWindow,
    makeWorkspace,
    workbench,
    onTestFinished,
  }) => {
    const server = await startPostgres({ password: SECRET });
    onTestFinished(() => server.stop());
    const folder = makeWorkspace({ "notes.txt": "nothing" });
    const window = await openWindow(folder);
    const view = await ConnectionsView.open(window);
    const form = await ConnectionForm.add(window);
    const { host, port, user, database } = server;
    await form.paste(`postgresql://${user}:${WRONG}@${host}:${port}/${database}`);
    await form.document.getByText("Lanewise has a password").waitFor();
    expect(await form.field("User").inputValue()).toBe(user);
    expect(await form.test()).toBe("The connection does not work");
    await form.document.getByText(`refused the login of ${user}`).first().waitFor();
    await window.screenshot("connection form, wrong password");
    await form.password.fill(SECRET);
    expect(await form.test()).toBe("The connection works");
    await form.document.getByText(/^PostgreSQL \d/).waitFor();
    await window.screenshot("connection form, works");
    // What the page hears from now on.
    const main = form.document.getByRole("main");
    await main.evaluate(({ ownerDocument: { defaultView } }) => {
      const heard: string[] = [];
      Object.assign(defaultView as object, { heard });
      defaultView?.addEventListener("message", ({ data }) => heard.push(JSON.stringify(data)));
    });
    await form.paste(`postgresql://${user}:${SECRET}@${host}:${port}/${database}`);
    const heard = await main.evaluate(({ ownerDocument: { defaultView } }) =>
      (defaultView as unknown as { heard: string[] }).heard.join("\n"),
    );
    expect(heard).toContain("show-form");
    expect(heard).not.toContain(SECRET);
    await form.save();

    await view.expand(`${database}@${host}:${port}`);
    await view.row("public").waitFor();
    // Another window of the same user needs no password to be typed.
    const other = await openWindow(makeWorkspace({ "other.txt": "nothing" }), { beside: window });
    const viewThere = await ConnectionsView.open(other);
    await viewThere.expand(`${database}@${host}:${port}`);
    await viewThere.row("public").waitFor();
    // What is stored of it is found, so that what is not found is not there.
    expect(await storagesWith(window.page, `${database}@${host}:${port}`)).not.toEqual([]);
    for (const secret of [SECRET, WRONG]) {
      expect(filesWith(workbench.folder, secret)).toEqual([]);
      expect(filesWith(folder, secret)).toEqual([]);
      expect([...window.consoleLines, ...other.consoleLines].join("\n")).not.toContain(secret);
      // Where VS Code keeps secrets when it runs in a browser.
      expect(await storagesWith(window.page, secret)).not.toContainEqual(
        expect.not.stringMatching(/^secrets\.provider/),
      );
    }
  });

  it("shows a certificate that nobody vouches for, and trusts it for this connection", async ({
    openWindow,
    makeWorkspace,
    onTestFinished,
  }) => {
    const server = await startPostgres({ password: SECRET, tls: "required" });
    onTestFinished(() => server.stop());
    const window = await openWindow(makeWorkspace({ "notes.txt": "nothing" }), { width: 1400, height: 1200 });
    const view = await ConnectionsView.open(window);
    const form = await ConnectionForm.add(window);
    const { host, port, user, database } = server;
    await form.chooseEngine("PostgreSQL");
    await form.fillIn({ Host: host, Port: String(port), Database: database, User: user });
    await form.password.fill(SECRET);
    await form.encrypt("Always, check authority and name");
    expect(await form.test()).toBe("The connection does not work");
    await form.heading("The server’s certificate").waitFor();
    await form.document.getByText("signed by itself").waitFor();
    for (const theme of themes) {
      await window.useTheme(theme);
      await window.screenshot(`connection form, certificate, ${theme}`);
    }
    await form.button("Trust This Certificate for This Connection").click();
    await form.heading("The connection works").waitFor();
    await window.screenshot("connection form, trusted");
    await form.save();
    await view.expand(`${database}@${host}:${port}`);
    await view.row("public").waitFor();
  });
});

describeWithPrivateServers("the connection form with a MariaDB", ["mariadb"], () => {
  it("asks for the password every time, and keeps it nowhere", async ({
    openWindow,
    makeWorkspace,
    workbench,
    onTestFinished,
  }) => {
    const server = await startMariadb({ password: SECRET });
    onTestFinished(() => server.stop());
    const window = await openWindow(makeWorkspace({ "notes.txt": "nothing" }));
    const { quickInput } = window;
    const view = await ConnectionsView.open(window);
    const form = await ConnectionForm.add(window);
    const { host, port, user, database } = server;
    await form.chooseEngine("MySQL or MariaDB");
    await form.fillIn({ Host: host, Port: String(port), Database: database, User: user });
    await form.document.getByRole("radio", { name: "Nowhere: ask every time" }).click();
    await form.password.waitFor({ state: "hidden" });
    await form.button("Test Connection").click();
    await quickInput.message.filter({ hasText: `The password of ${user}` }).waitFor();
    await quickInput.type(SECRET);
    await quickInput.accept();
    await form.heading("The connection works").waitFor();
    await form.document
      .getByText(/MariaDB/)
      .last()
      .waitFor();
    await form.save();

    await view.row(`${database}@${host}:${port}`).locator(".monaco-tl-twistie").click();
    await quickInput.message.filter({ hasText: `The password of ${user}` }).waitFor();
    await quickInput.type(SECRET);
    await quickInput.accept();
    await view.row("System").waitFor();
    expect(filesWith(workbench.folder, SECRET)).toEqual([]);
    expect(await storagesWith(window.page, SECRET)).toEqual([]);
    expect(await storagesWith(window.page, "secrets.provider")).toEqual([]);
  });
});
