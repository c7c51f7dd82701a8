import type { Statement } from "../sql/ast.ts";
import { instantOf } from "../sql/convert-date.ts";
import { convertValue } from "../sql/convert-value.ts";
import { SqlFailure } from "../sql/sql-failure.ts";
import { type, types } from "../sql/sql-type.ts";
import { commands } from "./output.ts";
import { evaluate } from "./run-query.ts";
import type { Session } from "./session.ts";

const DAY_MS = 86_400_000;

/** WAITFOR DELAY '0:0:1' and WAITFOR TIME '23:59'. */
export function waitFor(session: Session, { delay, isTime }: Statement & { kind: "waitfor" }): void {
  const text = evaluate(session, delay, types.nvarcharMax).value;
  const clock = type("time", 0, 16, 7);
  const match = /^\s*\d{1,2}:\d{1,2}(?::\d{1,2}(?:[.:]\d{1,7})?)?\s*$/.test(String(text));
  if (!match) {
    throw new SqlFailure(148, `Incorrect time syntax in time string '${text}' used with WAITFOR.`, {
      class: 15,
      reach: "batch",
    });
  }
  const padded = String(text)
    .trim()
    .replace(/(?<!\d)(\d)(?!\d)/g, "0$1");
  const { ticks } = instantOf(String(convertValue(padded, types.nvarcharMax, clock)), clock);
  const ms = Number(ticks / 10_000n);
  session.output.flush();
  session.link.pause(isTime ? (ms - (Date.now() % DAY_MS) + DAY_MS) % DAY_MS : ms, "WAITFOR");
  session.output.statementDone(commands.none);
}
