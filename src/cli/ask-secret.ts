/** A terminal's keyboard, as far as it is used. */
interface Keyboard {
  setRawMode(isRaw: boolean): unknown;
  setEncoding(encoding: "utf8"): unknown;
  on(event: "data", listener: (keys: string) => void): unknown;
  off(event: "data", listener: (keys: string) => void): unknown;
  resume(): unknown;
  pause(): unknown;
}

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";
const CTRL_U = "\u0015";
const ESCAPE = "\u001b";

/** Asks for a line that is not shown while it is typed. Undefined: Ctrl-C, or Ctrl-D before anything was typed. */
export function askSecret(
  keyboard: Keyboard,
  write: (text: string) => void,
  question: string,
): Promise<string | undefined> {
  write(question);
  keyboard.setEncoding("utf8");
  keyboard.setRawMode(true);
  return new Promise((resolve) => {
    let typed: string[] = [];
    const end = (answer: string | undefined) => {
      keyboard.off("data", hear);
      keyboard.setRawMode(false);
      keyboard.pause();
      write("\n");
      resolve(answer);
    };
    const hear = (keys: string) => {
      // An arrow, Home or Delete: a sequence that no password holds.
      if (keys.startsWith(ESCAPE)) return;
      for (const key of keys) {
        if (key === "\r" || key === "\n") return end(typed.join(""));
        if (key === CTRL_C || (key === CTRL_D && typed.length === 0)) return end(undefined);
        if (key === CTRL_D) return end(typed.join(""));
        if (key === "\u007f" || key === "\b") typed.pop();
        else if (key === CTRL_U) typed = [];
        else if (key >= " ") typed.push(key);
      }
    };
    keyboard.on("data", hear);
    keyboard.resume();
  });
}
