import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  formatConnectionString,
  formatConnectionStringWithPassword,
} from "../../../../src/core/connection/connection-string/format-connection-string.ts";
import { type Notation, notations } from "../../../../src/core/connection/connection-string/notation.ts";
import { parseConnectionString } from "../../../../src/core/connection/connection-string/parse-connection-string.ts";
import type { Engine } from "../../../../src/core/connection/engine.ts";
import type { ConnectionProfile } from "../../../../src/core/connection/profile.ts";
import { arbitraryProfile, spitefulText } from "./arbitrary-profile.ts";

const seed = 20_261_121;
const pairs = (Object.keys(notations) as Engine[]).flatMap((engine) =>
  notations[engine].map((notation) => [engine, notation] as const),
);

const serverPairs = pairs.filter(([engine]) => engine !== "sqlite");

describe.each(pairs)("a %s profile as %s", (engine, notation) => {
  it("comes back as it was, but for what the notation has no words for", () => {
    fc.assert(
      fc.property(arbitraryProfile[engine], (profile) => {
        const text = formatConnectionString(profile, notation);
        expect(text === undefined).toBe(notation === "jdbc" && isUnspeakable(profile));
        if (text === undefined) return;
        expect(text).not.toMatch(/[\r\n]/);
        const parsed = parseConnectionString(text);
        expect(parsed).toMatchObject({ status: "parsed", password: undefined });
        if (parsed.status === "parsed") expect(parsed.profile).toEqual(speakable(profile, notation));
      }),
      { seed, numRuns: 400 },
    );
  });
});

describe.each(serverPairs)("a %s profile as %s", (engine, notation) => {
  it("carries any password beside it", () => {
    const passwords = fc.oneof(spitefulText, fc.constant(""), fc.string({ unit: "grapheme" }));
    fc.assert(
      fc.property(arbitraryProfile[engine], passwords, (anyProfile, password) => {
        const profile = { ...anyProfile, authentication: "password" as const } as ConnectionProfile;
        fc.pre(!password.includes("\u0000"));
        const text = formatConnectionStringWithPassword(profile, notation, password);
        if (text === undefined) return;
        expect(parseConnectionString(text)).toMatchObject({
          status: "parsed",
          password,
          profile: speakable(profile, notation),
        });
      }),
      { seed, numRuns: 400 },
    );
  });
});

it("has no text in the notation of another engine", () => {
  const [profile] = fc.sample(arbitraryProfile.mysql, { seed, numRuns: 1 });
  expect(profile && formatConnectionString(profile, "ado")).toBeUndefined();
});

/** JDBC has no words for a Unix socket, and none for a `?` in a file's name. */
function isUnspeakable(profile: ConnectionProfile): boolean {
  return profile.engine === "sqlite" ? profile.path.includes("?") : profile.host.startsWith("/");
}

/** The profile without what the notation cannot say: the list of these is the test. */
function speakable(profile: ConnectionProfile, notation: Notation): ConnectionProfile {
  if (profile.engine === "sqlite") return profile;
  const { tls, ...rest } = profile;
  const kept = tls && speakableTls(profile, tls, notation);
  const fields: Record<string, unknown> = { ...rest, ...(kept ? { tls: kept } : {}) };
  if (profile.engine === "mssql" && (notation === "odbc" || notation === "sqlalchemy"))
    delete fields["connectTimeoutSeconds"];
  if (profile.engine === "mysql" && notation === "jdbc") {
    delete fields["charset"];
    delete fields["applicationName"];
  }
  return fields as unknown as ConnectionProfile;
}

function speakableTls(
  profile: Exclude<ConnectionProfile, { engine: "sqlite" }>,
  tls: NonNullable<typeof profile.tls>,
  notation: Notation,
): typeof tls | undefined {
  const { mode, caFile, certificateFile, keyFile, serverName } = tls;
  const files = {
    ...(caFile === undefined ? {} : { caFile }),
    ...(certificateFile === undefined ? {} : { certificateFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  };
  const asName = serverName === undefined ? {} : { serverName };
  if (profile.engine === "mssql") return { mode, ...asName };
  if (profile.engine === "mysql" && notation === "jdbc") return { mode };
  if (profile.engine === "mysql" && notation === "sqlalchemy" && mode === "prefer") {
    // PyMySQL cannot say `prefer`, and a file says more than that.
    if (caFile !== undefined) return { mode: "verify-full", ...files };
    return Object.keys(files).length === 0 ? undefined : { mode: "require", ...files };
  }
  // libpq checks another name only where it connects to an address.
  const isAddress = /^[\d.]+$|:/.test(profile.host);
  return profile.engine === "postgres" && notation !== "jdbc" && isAddress && !profile.host.startsWith("/")
    ? { mode, ...files, ...asName }
    : { mode, ...files };
}
