import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { severities } from "../src/core/lint/finding.ts";
import { rules as lintRules } from "../src/core/lint/rules/index.ts";
import { commandIds, contextKeys } from "../src/extension/commands.ts";
import {
  CONNECTIONS_SETTING,
  FOLDERS_SETTING,
  readExplorerSettings,
  TIMEOUT_SETTING,
} from "../src/extension/connections/explorer-settings.ts";
import { FOCUSED } from "../src/extension/connections/target-words.ts";
import { CONNECTIONS_VIEW, PREVIEW_VIEW } from "../src/extension/connections/view-ids.ts";
import { LINT_PREFIX, readLintSettings } from "../src/extension/lint/lint-settings.ts";
import { PANEL_VIEW } from "../src/extension/panel/panel-view.ts";
import { readSettings, SETTINGS_PREFIX, type SettingSchema } from "../src/extension/settings.ts";

const root = path.join(import.meta.dirname, "..");
const texts: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(path.join(root, "package.nls.json"), "utf8"),
);
const { contributes } = manifest;
const sources = readdirSync(path.join(root, "src/extension"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => readFileSync(path.join(root, "src/extension", file), "utf8"))
  .join("\n");

/** Every string of the manifest. */
function* strings(value: unknown): Generator<string> {
  if (typeof value === "string") yield value;
  else if (typeof value === "object" && value !== null)
    for (const part of Object.values(value)) yield* strings(part);
}

function whenClauses(): string[] {
  const menus = Object.values(contributes.menus).flat();
  return [
    ...menus.map(({ when }) => when),
    ...contributes.keybindings.map(({ when }) => when),
    ...contributes.commands.flatMap((command) => ("enablement" in command ? [command.enablement] : [])),
  ];
}

describe("the manifest", () => {
  it("declares exactly the commands that are handled", () => {
    expect(contributes.commands.map(({ command }) => command)).toEqual([...commandIds]);
  });

  it("shows every command in one category", () => {
    expect(new Set(contributes.commands.map(({ category }) => category))).toEqual(new Set(["%category%"]));
  });

  it("puts only its own commands into menus", () => {
    const used = Object.values(contributes.menus)
      .flat()
      .map(({ command }) => command);
    for (const command of used) expect(commandIds).toContain(command);
  });

  it("names in when clauses only context keys that the code sets, and sets no other", () => {
    const named = whenClauses().flatMap((when) => when.match(/\blanewise\.\w+/g) ?? []);
    const keys = new Set(named.filter((name) => name !== PANEL_VIEW && name !== CONNECTIONS_VIEW));
    expect([...keys]).toEqual([...contextKeys]);
  });

  it("declares exactly the settings that are read, each with a default and a scope", () => {
    const { properties } = contributes.configuration;
    const read: string[] = [];
    const deps = {
      value: (name: string) => {
        read.push(name);
        return (properties as Record<string, SettingSchema>)[name]?.default;
      },
      isSet: () => false,
      schemas: properties as unknown as Record<string, SettingSchema>,
      onInvalid: (name: string) => expect.fail(`${name} has no valid default`),
    };
    readSettings(deps);
    readLintSettings(deps);
    readExplorerSettings(deps);
    expect(read.sort()).toEqual(Object.keys(properties).sort());
    for (const [name, setting] of Object.entries(properties)) {
      const ofExplorer = [CONNECTIONS_SETTING, FOLDERS_SETTING, TIMEOUT_SETTING].includes(name);
      const hasPrefix = name.startsWith(SETTINGS_PREFIX) || name.startsWith(LINT_PREFIX);
      expect(hasPrefix || ofExplorer, name).toBe(true);
      expect(setting).toHaveProperty("default");
      expect(setting).toHaveProperty("scope");
      expect("description" in setting || "markdownDescription" in setting).toBe(true);
    }
  });

  it("gives every number among the settings its limits", () => {
    for (const [name, setting] of Object.entries(contributes.configuration.properties)) {
      const isNumber = [setting.type].flat().includes("integer");
      if (isNumber) expect(setting, name).toHaveProperty("minimum");
    }
  });

  it("offers a severity for every rule of the linter, with its summary: npm run rules", () => {
    const { properties: rules } = contributes.configuration.properties["lanewise.lint.rules"];
    expect(Object.keys(rules)).toEqual(lintRules.map(({ id }) => id));
    for (const { id, severity, docs } of lintRules) {
      const setting: object | undefined = Object.entries(rules).find(([name]) => name === id)?.[1];
      expect(setting, id).toMatchObject({
        enum: [...severities, "off"],
        default: severity,
        markdownDescription: `%rule.${id}%`,
      });
      expect(texts[`rule.${id}`], id).toBe(docs.summary);
    }
  });

  it("restricts in untrusted workspaces only settings that exist", () => {
    for (const name of manifest.capabilities.untrustedWorkspaces.restrictedConfigurations)
      expect(contributes.configuration.properties).toHaveProperty([name]);
  });

  it("has a text for every key, and no text without a use", () => {
    const used = [...strings(manifest)].flatMap((value) => /^%(.+)%$/.exec(value)?.[1] ?? []);
    expect([...new Set(used)].sort()).toEqual(Object.keys(texts).sort());
  });

  it("refers in its texts only to commands and settings that exist", () => {
    const all = Object.values(texts).join("\n");
    for (const [, command] of all.matchAll(/\(command:([\w.]+)\)/g)) expect(commandIds).toContain(command);
    for (const [, setting] of all.matchAll(/#(lanewise\.[\w.]+)#/g))
      expect(contributes.configuration.properties).toHaveProperty([setting ?? ""]);
  });

  it("starts only for its commands, its panel and Python", () => {
    expect(manifest.activationEvents).toEqual(["onLanguage:python", `onWebviewPanel:${PANEL_VIEW}`]);
  });

  it("declares the view that the code fills, with a word for when it is empty", () => {
    expect(contributes.views.lanewise.map(({ id }) => id)).toEqual([CONNECTIONS_VIEW]);
    expect(contributes.viewsContainers.activitybar.map(({ id }) => id)).toEqual(["lanewise"]);
    expect(contributes.viewsWelcome.map(({ view }) => view)).toEqual([CONNECTIONS_VIEW]);
  });

  it("gives keys only to its own commands, in the view, and with what has the focus there", () => {
    for (const { command, when, args } of contributes.keybindings) {
      expect(commandIds).toContain(command);
      expect(when).toContain(`focusedView == ${CONNECTIONS_VIEW}`);
      expect(args).toBe(FOCUSED);
    }
  });

  it("has no setting below another, which would always read undefined", () => {
    const names = Object.keys(contributes.configuration.properties);
    for (const name of names)
      expect(
        names.filter((other) => other.startsWith(`${name}.`)),
        name,
      ).toEqual([]);
  });

  it("ships the files it names", () => {
    for (const icon of [manifest.icon, ...contributes.viewsContainers.activitybar.map((one) => one.icon)])
      expect(existsSync(path.join(root, icon)), icon).toBe(true);
    for (const { steps } of contributes.walkthroughs)
      for (const { media } of steps)
        expect(existsSync(path.join(root, media.markdown)), media.markdown).toBe(true);
  });

  it("completes each step of the walkthrough by a command that exists", () => {
    const events = contributes.walkthroughs.flatMap(({ steps }) =>
      steps.flatMap((step) => step.completionEvents),
    );
    expect(events).toHaveLength(3);
    for (const event of events) expect(commandIds).toContain(event.replace("onCommand:", ""));
  });

  it("knows every name that the code uses of it", () => {
    const named = new Set(sources.match(/"lanewise\.\w+"/g)?.map((name) => name.slice(1, -1)));
    for (const name of named)
      expect([
        ...commandIds,
        ...contextKeys,
        PANEL_VIEW,
        CONNECTIONS_VIEW,
        PREVIEW_VIEW,
        "lanewise.connectionForm",
        FOLDERS_SETTING,
        "lanewise.connection",
        "lanewise.benchmark",
        "lanewise.lint",
      ]).toContain(name);
  });
});
