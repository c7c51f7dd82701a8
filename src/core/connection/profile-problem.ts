import type { Engine } from "./engine.ts";

/** What is wrong with a profile in the settings. `field` is as written there: `tls.mode`. */
export type ProfileProblem =
  | { readonly problem: "not-a-list" }
  | { readonly problem: "not-an-object"; readonly field: string }
  | { readonly problem: "missing"; readonly field: string }
  | { readonly problem: "wrong-type"; readonly field: string; readonly expected: ExpectedType }
  | { readonly problem: "control-character"; readonly field: string }
  | { readonly problem: "not-one-of"; readonly field: string; readonly allowed: readonly string[] }
  | { readonly problem: "out-of-range"; readonly field: string; readonly from: number; readonly to: number }
  | { readonly problem: "not-for-engine"; readonly field: string; readonly engine: Engine }
  | { readonly problem: "host-holds-more"; readonly field: string }
  | { readonly problem: "host-not-valid"; readonly field: string }
  | { readonly problem: "path-not-absolute"; readonly field: string }
  | { readonly problem: "port-and-instance" }
  | { readonly problem: "not-a-fingerprint"; readonly field: string }
  | { readonly problem: "secret"; readonly field: string }
  | { readonly problem: "unknown-field"; readonly field: string }
  | { readonly problem: "name-twice"; readonly name: string };

export type ExpectedType = "text" | "whole-number" | "switch" | "list-of-texts";
