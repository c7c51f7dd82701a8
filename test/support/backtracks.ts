import { setFlagsFromString } from "node:v8";

type Limited = (source: string, flags: string, most: number) => RegExp;

/**
 * Runs something in which a regular expression may step back no more than `most` times for one match: where it
 * would have to, it finds nothing. The engine counts, so that the answer is the same on every machine.
 */
export function withBacktracks<Result>(most: number, run: () => Result): Result {
  // As the engine's own tests do: there is no other way to hear of its steps.
  setFlagsFromString("--allow-natives-syntax");
  const limited: Limited = new Function(
    "source, flags, most",
    "return %NewRegExpWithBacktrackLimit(source, flags, most)",
  ) as Limited;
  const { exec } = RegExp.prototype;
  const known = new Map<string, RegExp>();
  RegExp.prototype.exec = function (text) {
    const name = `${this.flags}/${this.source}`;
    const twin = known.get(name) ?? limited(this.source, this.flags, most);
    known.set(name, twin);
    twin.lastIndex = this.lastIndex;
    const found = exec.call(twin, text);
    this.lastIndex = twin.lastIndex;
    return found;
  };
  try {
    return run();
  } finally {
    RegExp.prototype.exec = exec;
  }
}
