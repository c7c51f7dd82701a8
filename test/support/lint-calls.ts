import type { LintConfig } from "../../src/core/lint/config.ts";
import { defineRule } from "../../src/core/lint/rule.ts";
import { unusedSuppression } from "../../src/core/lint/rules/unused-suppression.ts";
import { lintPython } from "./lint-python.ts";

/** Finds all calls of a function of this name. */
function finder(id: string) {
  return defineRule({
    id,
    severity: "warning",
    measurable: false,
    docs: { summary: "", why: "", remedy: "", leavesAlone: [], examples: [], sources: [] },
    messages: { found: "Found." },
    check: { python: (file, report) => file.callsNamed(id).map((call) => report(call, "found")) },
  });
}

const rules = [finder("alpha"), finder("beta"), unusedSuppression];

/** What two rules find, `alpha` for calls of `alpha` and `beta` for calls of `beta`, and which suppressions are not needed. */
export function lintCalls(code: string, config: Partial<LintConfig> = {}) {
  return lintPython(code, rules, { config: { select: [], ...config } });
}
