import { bindParameters } from "../../../core/benchmark/parameters.ts";
import type { Parameter, ParameterValue } from "../../../core/benchmark/plan.ts";

/**
 * The values of operation k in the order of the engine's placeholders, the same array each time.
 * @param positions for each placeholder, the place of its parameter in the plan
 */
export function bindPositions(
  parameters: readonly Parameter[],
  positions: readonly number[],
  seed: number,
): (operation: number) => ParameterValue[] {
  const bind = bindParameters(
    parameters.map((parameter) => ({ ...parameter, name: null })),
    seed,
  );
  const values: ParameterValue[] = positions.map(() => null);
  return (operation) => {
    const drawn = bind(operation) as readonly ParameterValue[] | undefined;
    for (let i = 0; drawn && i < positions.length; i++) values[i] = drawn[positions[i] as number] ?? null;
    return values;
  };
}
