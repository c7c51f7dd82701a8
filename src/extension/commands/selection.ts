import { selectedSql } from "../../core/sql/selected-sql.ts";
import { statementAt } from "../../core/sql/statement-at.ts";
import { type Text, text } from "../../core/text/text.ts";

/** What the editor in front shows, and what is selected there. */
export interface EditorText {
  readonly languageId: string;
  readonly text: string;
  /** Offsets of the selection; equal where there is only a cursor. */
  readonly from: number;
  readonly to: number;
}

export type Selection =
  | { readonly ok: true; readonly sql: string }
  | { readonly ok: false; readonly problem: Text };

/** The SQL that *Benchmark Selected SQL* measures, or what the user must do to name it. */
export function selection(editor: EditorText | undefined): Selection {
  if (!editor) return no(text("Open a file and select the SQL to benchmark."));
  const { languageId, from, to } = editor;
  if (from === to) return underCursor(editor);
  const selected = selectedSql(editor.text.slice(from, to), languageId);
  switch (selected.kind) {
    case "sql":
      return { ok: true, sql: selected.sql };
    case "empty":
      return no(text("The selection holds no SQL. Select a statement and try again."));
    case "interpolated":
      return no(
        text(
          "The selected string is put together at run time. Select the SQL without its {…}, or use placeholders such as ? and :id.",
        ),
      );
  }
}

function underCursor({ languageId, text: content, from }: EditorText): Selection {
  if (!/sql/i.test(languageId))
    return no(text("Select the SQL to benchmark. Only in SQL files is the statement at the cursor taken."));
  const sql = statementAt(content, from);
  return sql === undefined
    ? no(text("There is no statement at the cursor. Place it in one, or select the SQL."))
    : { ok: true, sql };
}

function no(problem: Text): Selection {
  return { ok: false, problem };
}
