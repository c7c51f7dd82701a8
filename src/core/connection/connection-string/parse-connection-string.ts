import { parseJdbc } from "./parse-jdbc.ts";
import { parseLibpqKeywords } from "./parse-libpq-keywords.ts";
import { parseAdo, parseOdbc } from "./parse-semicolons.ts";
import { parseUrl } from "./parse-url.ts";
import { invalid, type ParsedConnection } from "./parsed-connection.ts";

/**
 * Reads what people paste: the notation is told by the text itself. Blanks and a pair of quotes around it, as code has
 * them, do not count.
 */
export function parseConnectionString(pasted: string): ParsedConnection {
  const text = withoutQuotes(pasted.trim());
  if (text === "") return invalid({ problem: "empty" });
  if (/^jdbc:/i.test(text)) return parseJdbc(text);
  if (/^[a-z][\w+.-]*:\/\//i.test(text)) return parseUrl(text);
  if (isLibpq(text)) return parseLibpqKeywords(text);
  if (/(?:^|;)\s*(?:driver|dsn|filedsn)\s*=/i.test(text)) return parseOdbc(text);
  if (/^[;\s]*[a-z][\w ]*=/i.test(text)) return parseAdo(text);
  return invalid({ problem: "not-recognized" });
}

function withoutQuotes(text: string): string {
  return /^(["'`])(.*)\1$/s.exec(text)?.[2]?.trim() ?? text;
}

const firstKeywords =
  /^(?:host|hostaddr|port|dbname|user|password|passfile|service|sslmode|connect_timeout)\s*=/;
const nextDotNetKeyword =
  /^\w+\s*=[^\s';]*;\s*(?:$|(?:host|server|port|database|db|user|user ?id|username|uid|password|pwd|ssl ?mode|pooling|timeout)\s*=)/i;

/** Between blanks, not between semicolons, which end the first value of .NET's strings. */
function isLibpq(text: string): boolean {
  return firstKeywords.test(text) && !nextDotNetKeyword.test(text);
}
