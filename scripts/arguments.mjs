import { parseArgs } from "node:util";

/**
 * Reads a task's options, all of which take a value. Anything else is a usage error.
 * @template {string} Name
 * @param {readonly string[]} args
 * @param {readonly Name[]} names
 * @returns {Partial<Record<Name, string>> | undefined} undefined: wrong usage, which has been printed
 */
export function readOptions(args, names) {
  const options = Object.fromEntries(names.map((name) => [name, { type: /** @type {const} */ ("string") }]));
  try {
    return /** @type {Partial<Record<Name, string>>} */ (parseArgs({ args: [...args], options }).values);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    console.error(`Options: ${names.map((name) => `--${name} VALUE`).join(", ") || "none"}`);
    return undefined;
  }
}
