import os from "node:os";
import path from "node:path";

/** Where the system wants what can be made again: an absolute path. */
export function cacheFolder(
  { platform, env }: Pick<NodeJS.Process, "platform" | "env"> = process,
  home: string = os.homedir(),
): string {
  if (platform === "win32")
    return path.join(env["LOCALAPPDATA"] || path.join(home, "AppData", "Local"), "lanewise", "cache");
  if (platform === "darwin") return path.join(home, "Library", "Caches", "lanewise");
  const given = env["XDG_CACHE_HOME"];
  // A relative path counts as none (XDG Base Directory Specification).
  return path.join(given && path.isAbsolute(given) ? given : path.join(home, ".cache"), "lanewise");
}
