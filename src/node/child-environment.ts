/** What our processes need of the environment. Not `NODE_OPTIONS`, and no secret that somebody exported. */
const PASSED_ON =
  /^(PATH|HOME|USERPROFILE|TMPDIR|TMP|TEMP|SQLITE_TMPDIR|SystemRoot|windir|LANG|LC_\w+|TZ|ELECTRON_RUN_AS_NODE)$/i;

export function childEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => PASSED_ON.test(name)));
}
