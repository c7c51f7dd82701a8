const words: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "permission denied",
  EROFS: "the file system is read-only",
  ENOSPC: "the disk is full",
  EDQUOT: "the disk quota is used up",
  ENOTDIR: "a part of its path is no folder",
  ENAMETOOLONG: "the name is too long",
  ELOOP: "its symbolic links form a circle",
  EISDIR: "it is a folder",
  ENOENT: "it does not exist",
};

/** `ENOENT` and the like; undefined for what is no error of the system. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && "code" in error ? String(error.code) : undefined;
}

/** Why the system refused, in words where its own are only a code. */
export function reasonOf(error: unknown): string {
  const code = codeOf(error);
  return words[code ?? ""] ?? code ?? String(error);
}
