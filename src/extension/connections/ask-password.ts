import { text } from "../../core/text/text.ts";
import type { Connection } from "./connection.ts";
import type { Prompts } from "./prompts.ts";

/** Asks for the password of a connection; `isWrong`: the server refused the one before. */
export function askPassword(
  prompts: Pick<Prompts, "enterText">,
): (connection: Connection, isWrong: boolean) => Promise<string | undefined> {
  return ({ profile }, isWrong) => {
    const user = "user" in profile && profile.user !== undefined ? profile.user : "";
    return prompts.enterText({
      title: text("Password for {name}", { name: profile.name }),
      prompt: isWrong
        ? text("The server refused the login of {user}. Enter the password once more.", { user })
        : text("The password of {user}", { user }),
      isSecret: true,
    });
  };
}
