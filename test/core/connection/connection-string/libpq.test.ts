import { describe, expect, it } from "vitest";
import { notes, parsed, sentence } from "./parsed.ts";

const postgres = { engine: "postgres", authentication: "password" };

// The expectations were looked up with libpq 15 itself (PQconninfoParse), but for what is marked as ours.
describe("libpq's URLs", () => {
  it.each<[string, object]>([
    ["postgres://u:p@h:5433/d", { host: "h", port: 5433, user: "u", password: "p", database: "d" }],
    ["postgresql://[::1]:55/d", { host: "::1", port: 55, database: "d" }],
    ["postgresql://[fe80::1%25eth0]/d", { host: "fe80::1%eth0", database: "d" }],
    ["postgresql://u:@h/d", { host: "h", user: "u", password: "", database: "d" }],
    ["postgresql://u:p+x@h/d?password=a+b", { host: "h", user: "u", password: "a+b", database: "d" }],
    ["postgresql://%2Fvar%2Frun/d", { host: "/var/run", database: "d" }],
    ["postgresql:///d?host=/tmp&port=5", { host: "/tmp", port: 5, database: "d" }],
    ["postgresql://h?user=u", { host: "h", user: "u" }],
    ["postgresql://h:/d", { host: "h", database: "d" }],
    ["postgresql://h/a/b?user=1", { host: "h", user: "1", database: "a/b" }],
    ["postgres://h/d?ssl=true", { host: "h", database: "d", tls: { mode: "require" } }],
    ["postgres://h/d?sslmode=allow", { host: "h", database: "d", tls: { mode: "prefer" } }],
    ["postgres://h/d?sslmode=no-verify", { host: "h", database: "d", tls: { mode: "require" } }],
    ["postgres://h/d?sslrootcert=system", { host: "h", database: "d", tls: { mode: "verify-full" } }],
    [
      "postgres://h/d?hostaddr=10.0.0.7&sslmode=verify-full",
      { host: "10.0.0.7", database: "d", tls: { mode: "verify-full", serverName: "h" } },
    ],
    ["POSTGRES://h/d", { host: "h", database: "d" }],
    ["  'postgres://h/d'\n", { host: "h", database: "d" }],
    ["postgis://u@h/d", { host: "h", user: "u", database: "d" }],
    ["postgresql://h:5432/d?options=a@b", { host: "h", port: 5432, database: "d" }],
  ])("%s is read", (url, fields) => {
    expect(parsed(url)).toEqual({ ...postgres, ...fields });
  });

  it("takes this machine where no host is named", () => {
    expect(parsed("postgresql:///d")).toEqual({ ...postgres, host: "localhost", database: "d" });
    expect(notes("postgresql:///d")).toEqual(["The string names no host: localhost is taken."]);
  });

  it.each([
    ["postgresql://h1,h2:3/d", /more than one host/],
    ["postgresql://h:99999/d", /The port is not a whole number/],
    ["postgresql://h:x/d", /The port is not a whole number/],
    ["postgresql://h h/d", /The host is not/],
    ["postgresql://h/d?sslmode=maybe", /“sslmode” must be one of disable, allow, prefer/],
    ["postgresql://u%00@h/d", /“user” holds a line break or another control character/],
    ["postgresql://u:p%00@h/d", /“password” holds/],
  ])("%s is refused in words", (url, words) => {
    expect(sentence(url)).toMatch(words);
  });

  it("never repeats a password in what it says", () => {
    for (const url of [
      "postgres://u:hunter2@h:x/d",
      "postgres://u:hunter2@h,i/d",
      "foo://u:hunter2@h",
      "u:hunter2@h",
    ])
      expect(sentence(url)).not.toMatch(/hunter2|parsed/);
  });
});

describe("libpq's keywords", () => {
  it.each<[string, object]>([
    ["host = localhost port=5432", { host: "localhost", port: 5432 }],
    ["password='a\\'b\\\\c d' host=h", { host: "h", password: "a'b\\c d" }],
    ["password=a\\ b host=h", { host: "h", password: "a b" }],
    ["password=a'b host=h", { host: "h", password: "a'b" }],
    ["host=h password= user=x", { host: "h", password: "user=x" }],
    ["password='a'host=h", { host: "h", password: "a" }],
    ["host=h password=abc\\", { host: "h", password: "abc" }],
    ["host=h password=''", { host: "h", password: "" }],
    ["password=abc\\  host=h", { host: "h", password: "abc " }],
    ["host=h\n\tuser=u\n", { host: "h", user: "u" }],
    ["host=h password=x;y=z", { host: "h", password: "x;y=z" }],
    ["host=h user=a user=b", { host: "h", user: "b" }],
    ["host=/tmp dbname='my db'", { host: "/tmp", database: "my db" }],
    ["hostaddr=10.0.0.7", { host: "10.0.0.7" }],
    ["host=h connect_timeout=0", { host: "h" }],
  ])("%s is read", (text, fields) => {
    expect(parsed(text)).toEqual({ ...postgres, ...fields });
  });

  it.each([
    ["host=h password='a", "The quote or brace that begins the value of “password” is not closed."],
    [
      "host=h password",
      "A part of the string has no name and “=”. Put a value with “;” or blanks in quotes.",
    ],
    [
      "host=a,b port=1,2",
      "The string names more than one host. Lanewise measures one server: keep one of them.",
    ],
  ])("%s is refused in words", (text, words) => {
    expect(sentence(text)).toBe(words);
  });

  it("says which files it does not read", () => {
    expect(notes("host=h service=shop passfile=/home/me/.pgpass sslpassword=x gssencmode=disable")).toEqual([
      "“service” refers to a file that Lanewise does not read.",
      "“passfile” refers to a file that Lanewise does not read.",
      "The secret in “sslpassword” was left out.",
      "Lanewise does not use “gssencmode”.",
    ]);
  });
});
