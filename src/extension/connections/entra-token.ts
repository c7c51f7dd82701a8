/** VS Code's own sign-in, as far as it is used. */
export type GetSession = (
  provider: "microsoft",
  scopes: readonly string[],
  options: { readonly silent: true } | { readonly createIfNone: true },
) => PromiseLike<{ readonly accessToken: string } | undefined>;

/** Azure SQL's resource; the token serves every database that the user may enter. */
const SCOPES = ["https://database.windows.net/.default"] as const;

/**
 * A token of Microsoft Entra: one silent try, then one prompt, then it is given up. For each session that is opened,
 * since tokens expire. Undefined: the user did not sign in.
 */
export async function getEntraToken(getSession: GetSession): Promise<string | undefined> {
  const known = await attempt(() => getSession("microsoft", SCOPES, { silent: true }));
  const session = known ?? (await attempt(() => getSession("microsoft", SCOPES, { createIfNone: true })));
  return session?.accessToken;
}

/** The provider rejects when the user closes its page, and where there is none. */
async function attempt<T>(ask: () => PromiseLike<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch {
    return undefined;
  }
}
