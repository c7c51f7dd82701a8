import { describe, expect, it } from "vitest";
import { type GetSession, getEntraToken } from "../../../src/extension/connections/entra-token.ts";

describe("getEntraToken", () => {
  /** What each try gives; a number throws. */
  async function tries(...results: readonly (string | undefined | number)[]) {
    const asked: string[] = [];
    const getSession: GetSession = async (_provider, _scopes, options) => {
      asked.push("silent" in options ? "silent" : "prompt");
      const result = results[asked.length - 1];
      if (typeof result === "number") throw new Error("The user closed the page.");
      return result === undefined ? undefined : { accessToken: result };
    };
    return { token: await getEntraToken(getSession), asked };
  }

  it("takes the token of who is signed in", async () => {
    expect(await tries("t")).toEqual({ token: "t", asked: ["silent"] });
  });

  it("prompts once where nobody is, and then stops", async () => {
    expect(await tries(undefined, "t")).toEqual({ token: "t", asked: ["silent", "prompt"] });
    expect(await tries(undefined, 1)).toEqual({ token: undefined, asked: ["silent", "prompt"] });
    expect(await tries(1, 1)).toEqual({ token: undefined, asked: ["silent", "prompt"] });
  });
});
