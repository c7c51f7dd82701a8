import { assertNever } from "../assert-never.ts";
import type { ParameterProblem } from "../benchmark/parse-parameter.ts";
import { type Text, text } from "./text.ts";

/** One sentence on what is wrong with a parameter as it was typed. */
export function parameterProblemText(problem: ParameterProblem): Text {
  const { given } = problem;
  switch (problem.problem) {
    case "empty":
      return text(
        "The parameter “{given}” has no values: write a range such as 1..500 or a list such as a,b,c.",
        {
          given,
        },
      );
    case "empty-value":
      return text("The parameter “{given}” has an empty value: write '' for an empty text.", { given });
    case "range-not-exact":
      return text("The range of the parameter “{given}” is beyond ±9007199254740991.", { given });
    case "range-backwards":
      return text("The range of the parameter “{given}” ends before it starts.", { given });
    case "number-not-exact":
      return text(
        "The number {value} in the parameter “{given}” is too large: write it in quotes as a text.",
        {
          given,
          value: problem.value,
        },
      );
    case "quote-not-closed":
      return text("A quote in the parameter “{given}” is not closed.", { given });
    case "text-after-quote":
      return text(
        "“{value}” in the parameter “{given}” follows a quoted text: separate values with commas.",
        {
          given,
          value: problem.value,
        },
      );
    case "name-twice":
      return text("The parameter “{name}” is given twice.", { name: problem.name });
    case "names-and-positions":
      return text("Parameters with a name and parameters by position cannot be mixed (“{given}”).", {
        given,
      });
    default:
      return assertNever(problem);
  }
}
