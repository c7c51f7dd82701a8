import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import { askSecret } from "../../src/cli/ask-secret.ts";

function ask() {
  const keyboard = Object.assign(new PassThrough(), {
    isRaw: false,
    setRawMode(isRaw: boolean) {
      keyboard.isRaw = isRaw;
    },
  });
  const shown: string[] = [];
  const answer = askSecret(keyboard, (text) => shown.push(text), "Password: ");
  return { keyboard, shown, answer };
}

describe("askSecret", () => {
  it("shows the question and nothing of what is typed", async () => {
    const { keyboard, shown, answer } = ask();
    expect(keyboard.isRaw).toBe(true);
    for (const key of ["h", "u", "nter2", "\r"]) keyboard.write(key);
    expect(await answer).toBe("hunter2");
    expect(shown).toEqual(["Password: ", "\n"]);
    expect(keyboard.isRaw).toBe(false);
  });

  it.each([
    ["ab\u007fc\n", "ac"],
    ["wrong\u0015right\n", "right"],
    ["pä😀\u007fß\n", "päß"],
    ["\n", ""],
    ["done\u0004", "done"],
    ["\u0003", undefined],
    ["half\u0003", undefined],
    ["\u0004", undefined],
  ])("takes %j for %j", async (keys, expected) => {
    const { keyboard, answer } = ask();
    keyboard.write(keys);
    expect(await answer).toBe(expected);
  });

  it("passes over the keys that move a cursor", async () => {
    const { keyboard, answer } = ask();
    for (const keys of ["a", "\u001b[A", "b", "\t", "\n"]) {
      keyboard.write(keys);
      await new Promise(setImmediate);
    }
    expect(await answer).toBe("ab");
  });
});
