/** What the linter finds in samples/workspace, by file, in the order of the lines: `line rule severity`. */
export const sampleProgramFindings: Readonly<Record<string, readonly string[]>> = {
  "fetch_in_threads.py": ["31 fetch-all-in-threads hint"],
  "upload_tracks.py": [
    "33 per-row-write warning",
    "34 commit-in-loop warning",
    "41 per-row-write information",
  ],
  "migrate_users.py": [
    "31 query-in-loop information",
    "33 per-row-write warning",
    "34 commit-in-loop warning",
    "35 worker-error-swallowed information",
  ],
  "session_server/db.py": ["8 module-level-session warning"],
  "session_server/server.py": [
    "15 session-shared-across-threads error",
    "15 per-row-write warning",
    "16 commit-in-loop warning",
  ],
};
