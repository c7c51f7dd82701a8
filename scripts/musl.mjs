import process from "node:process";

/** True on Alpine and its like, whose C library runs neither Node's own builds nor binaries made for glibc. */
export function isMusl() {
  if (process.platform !== "linux") return false;
  const report = /** @type {{ header: { glibcVersionRuntime?: string } }} */ (process.report.getReport());
  return report.header.glibcVersionRuntime === undefined;
}
