import type { Call } from "../syntax/python.ts";
import type { ClassInfo, FunctionInfo } from "./file-model.ts";

interface CallersDeps {
  readonly functions: readonly FunctionInfo[];
  readonly classes: readonly ClassInfo[];
  readonly callsOf: (name: string) => readonly Call[];
  readonly calleesOf: (call: Call) => readonly FunctionInfo[];
}

/** The calls that may run each function of a file. A call by another name than its function's or class's is not seen. */
export function callersByFunction({
  functions,
  classes,
  callsOf,
  calleesOf,
}: CallersDeps): ReadonlyMap<FunctionInfo, readonly Call[]> {
  const callers = new Map<FunctionInfo, Call[]>();
  const named = new Set([...functions, ...classes].map(({ name }) => name));
  for (const name of named)
    for (const call of callsOf(name))
      for (const callee of calleesOf(call)) {
        const known = callers.get(callee);
        if (known) known.push(call);
        else callers.set(callee, [call]);
      }
  return callers;
}
