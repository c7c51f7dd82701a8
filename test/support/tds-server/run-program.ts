import { spawn } from "node:child_process";

export interface ProgramEnd {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Runs a program to its end without blocking: the server that it talks to lives in this process. */
export function runProgram(
  command: string,
  args: readonly string[],
  { input = "", env = {} }: { readonly input?: string; readonly env?: Readonly<Record<string, string>> } = {},
): Promise<ProgramEnd> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { env: { ...process.env, LC_ALL: "C.UTF-8", ...env } });
    let out = "";
    let err = "";
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      out += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      err += text;
    });
    child.on("error", (error) => resolve({ code: null, out, err: error.message }));
    child.on("close", (code) => resolve({ code, out, err }));
    // A program that ends early does not read its input.
    child.stdin.on("error", () => {});
    child.stdin.end(input);
  });
}

/** Whether a client that a test needs is installed. In CI one that is missing is a failure; elsewhere it is skipped. */
export async function isInstalled(what: string, command: string, args: readonly string[]): Promise<boolean> {
  const { code, err } = await runProgram(command, args);
  if (code === 0) return true;
  if (process.env["CI"]) throw new Error(`${what} is needed in CI: ${err}`);
  console.warn(`Skipped: ${what} is not installed.`);
  return false;
}
