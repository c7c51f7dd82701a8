/** What proves who somebody is. It travels in messages between our processes, and is never written down. */
export type Secret =
  | { readonly kind: "password"; readonly password: string }
  /** An access token of Microsoft Entra. */
  | { readonly kind: "token"; readonly token: string };
