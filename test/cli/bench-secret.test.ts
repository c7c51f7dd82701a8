import { describe, expect, it } from "vitest";
import { benchDatabase } from "../../src/cli/bench-database.ts";
import { addressNotes, readSecret } from "../../src/cli/bench-secret.ts";

function server(url: string, passwordVariable?: string) {
  const reading = benchDatabase({ sqlite: undefined, url, passwordVariable });
  if (!reading.ok || reading.value.kind !== "server") throw new Error(url);
  return reading.value;
}

const shop = "postgresql://me@db.example/shop";
const environment = (variables: Record<string, string>) => (name: string) => variables[name];
const nobody = undefined;

describe("readSecret", () => {
  it("takes the password of the environment, also an empty one, and asks nobody", async () => {
    for (const password of ["hunter2", ""]) {
      const deps = {
        environment: environment({ LANEWISE_PASSWORD: password }),
        askSecret: () => Promise.reject(new Error("asked")),
      };
      const secret = { kind: "password", password };
      expect(await readSecret(server(shop), deps)).toEqual({ status: "known", secret });
    }
  });

  it("insists on the variable that the user named", async () => {
    const deps = { environment: environment({ LANEWISE_PASSWORD: "other" }), askSecret: async () => "typed" };
    const reading = await readSecret(server(shop, "SHOP_PASSWORD"), deps);
    expect(reading).toMatchObject({ status: "missing", problem: expect.stringContaining("SHOP_PASSWORD") });
  });

  it("asks a terminal, and hears that the user gave up", async () => {
    const asked: string[] = [];
    const answering = (answer: string | undefined) => ({
      environment: environment({}),
      askSecret: async (question: string) => {
        asked.push(question);
        return answer;
      },
    });
    expect(await readSecret(server(shop), answering("typed"))).toEqual({
      status: "known",
      secret: { kind: "password", password: "typed" },
    });
    expect(await readSecret(server(shop), answering(undefined))).toEqual({ status: "abandoned" });
    expect(asked[0]).toBe("Password of me at db.example: ");
  });

  it("goes on without one where there is neither, or nobody to ask for", async () => {
    const none = { status: "known", secret: undefined };
    expect(await readSecret(server(shop), { environment: environment({}), askSecret: nobody })).toEqual(none);
    const asking = { environment: environment({}), askSecret: async () => "typed" };
    expect(await readSecret(server("postgresql://db.example/shop"), asking)).toEqual(none);
  });

  it("needs a token for Microsoft Entra", async () => {
    const entra = server("mssql://me@host/db?authentication=ActiveDirectoryInteractive");
    const deps = { environment: environment({ LANEWISE_TOKEN: "eyJ" }), askSecret: nobody };
    expect(await readSecret(entra, deps)).toEqual({
      status: "known",
      secret: { kind: "token", token: "eyJ" },
    });
    const without = await readSecret(entra, { ...deps, environment: environment({}) });
    expect(without).toMatchObject({ status: "missing", problem: expect.stringContaining("LANEWISE_TOKEN") });
    // How VS Code signs in is nothing for a terminal.
    expect(addressNotes(entra)).toEqual([]);
  });
});

it("says what of the address is not used", () => {
  expect(addressNotes(server(`${shop}?colour=red`))).toEqual(["--url: Lanewise does not use “colour”."]);
});
