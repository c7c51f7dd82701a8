import { describe, expect, it } from "vitest";
import type { ToConnectionForm } from "../../../src/protocol/connection-form.ts";
import { axeViolations } from "../axe-violations.ts";
import { type ThemeName, themes } from "../themes.ts";
import { useForm } from "./form-page.ts";
import { editShop, newMssql, newSqlite, untrusted, works } from "./form-states.ts";

const forms = useForm();
const states: Readonly<Record<string, readonly ToConnectionForm[]>> = {
  "a new file": [newSqlite],
  "a new server": [newMssql],
  "a server with problems": [
    newMssql,
    {
      type: "show-problems",
      problems: [
        { field: "host", text: "“Host” is missing." },
        { field: "serverName", text: "“Name in the server’s certificate” is missing." },
        { field: undefined, text: "Something else." },
      ],
    },
  ],
  "a certificate that is not trusted": [editShop, ...untrusted],
  "a test under way": [editShop, ...works.slice(0, 4)],
};

describe.each(Object.keys(states))("the connection form with %s", (name) => {
  it.each(Object.keys(themes) as ThemeName[])("is accessible in %s", async (theme) => {
    const form = await forms.open({ theme, reducedMotion: "reduce" });
    for (const message of states[name] ?? []) await form.post(message);
    expect(await axeViolations(form.page)).toEqual([]);
  });

  it.each([320, 480, 1400])("fits a width of %i", async (width) => {
    const form = await forms.open({ width });
    for (const message of states[name] ?? []) await form.post(message);
    expect(await form.overflow()).toBe(0);
  });
});
