import { defineRule } from "../rule.ts";

export const unusedSuppression = defineRule({
  id: "unused-suppression",
  severity: "hint",
  measurable: false,
  evidence: /lanewise\s*:\s*ignore/i,
  docs: {
    summary:
      "Points at `# lanewise: ignore` comments that suppress nothing, and at rules in them that do not exist.",
    why: "A comment outlives what it was written for: the code was repaired, moved or renamed. What remains would hide the next finding on that line from everybody, and a rule that is spelt wrong hides nothing at all.",
    remedy:
      "Remove it, or the rule in it that is not needed. `# lanewise: ignore[rule]` behind a line is for that line, or for the whole statement if it is its first or last line; on a line of its own it is for the statement after it, with its block; `# lanewise: ignore-file[rule]` is for the file. Without a list, each is for all rules.",
    leavesAlone: [
      "rules that did not run: that are off, were not selected, or for which the time budget was too short",
      "all of a file while a part of it cannot be parsed: what is being typed may be what the comment is for",
      "what `# lanewise: ignore[unused-suppression]` covers",
    ],
    examples: [
      {
        language: "python",
        bad: "from sqlalchemy.orm import Session\nfrom models import User\n\ndef store(session: Session, rows):\n    session.execute(User.__table__.insert(), rows)  «# lanewise: ignore[per-row-write]»\n    session.commit()\n",
        good: "from sqlalchemy.orm import Session\nfrom models import User\n\ndef store(session: Session, rows):\n    session.execute(User.__table__.insert(), rows)\n    session.commit()\n",
      },
    ],
    sources: [
      {
        title: "Ruff, unused-noqa (RUF100)",
        url: "https://docs.astral.sh/ruff/rules/unused-noqa/",
      },
    ],
  },
  messages: {
    named: "{rule} finds nothing here: the comment is not needed.",
    all: "No rule finds anything here: the comment is not needed.",
    unknown: "There is no rule {rule}: the comment does nothing.",
  },
  // What a comment suppresses is known when all other rules have run: `suppress` reports, in this rule's name.
  check: { python: () => undefined },
});
