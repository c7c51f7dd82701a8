import { expect, it } from "vitest";
import { parseParameters } from "../../../src/core/benchmark/parse-parameter.ts";
import { parameterProblemText } from "../../../src/core/text/parameter-problem.ts";
import { english } from "../../../src/core/text/text.ts";

it.each([
  [["id="], "id="],
  [["a,,b"], "a,,b"],
  [["9..1"], "9..1"],
  [["1..9007199254740993"], "1..9007199254740993"],
  [["9007199254740993"], "9007199254740993"],
  [["'abc"], "'abc"],
  [["'abc'd"], "'abc'd"],
  [["id=1..2", "id=3..4"], "“id”"],
  [["id=1..2", "3..4"], "3..4"],
])("says in one sentence what is wrong with %j", (texts, named) => {
  const result = parseParameters(texts);
  if (result.status !== "invalid") throw new Error("parsed");
  const sentence = english(parameterProblemText(result.problem));
  expect(sentence).toContain(named);
  expect(sentence).toMatch(/^[^{}\n]+[.)]$/);
});
