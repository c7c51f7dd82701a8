/** What code actions and links give to the commands about a rule; the palette gives nothing. */
export interface RuleArgument {
  readonly rule?: string;
  /** The document that it was found in. */
  readonly uri?: string;
}

export function ruleArgument(argument: unknown): RuleArgument {
  if (typeof argument !== "object" || argument === null) return {};
  const { rule, uri } = argument as Record<keyof RuleArgument, unknown>;
  return {
    ...(typeof rule === "string" ? { rule } : {}),
    ...(typeof uri === "string" ? { uri } : {}),
  };
}
