import type { Call, Expression } from "../syntax/python.ts";
import type { LoopsModel } from "./loops.ts";

const pieces =
  "chunk|chunks|chunked|chunker|chunkify|batch|batches|batched|batcher|batchify|grouper|slices|sliced|windowed|pages|paginate|paginated|partitions|array_split";
/** A function that cuts: `chunks`, `iter_batches`, `chunk_list`, `split_into_chunks`. */
const cutting = new RegExp(`(?:^|_)(?:${pieces})$|^(?:chunk|batch)(?:_|$)|Chunks$|Batches$`);
const pieceName = /(?:^|_)(?:chunk|batch|chunked|batched)$/i;
const piecesName = /(?:^|_)(?:chunks|batches|pages|partitions)$/i;
const wrappers = new Set(["enumerate", "tqdm", "list", "tuple", "iter", "reversed", "zip"]);

/** Whether a loop gets many rows in each round. */
export function isChunked(target: Expression, iter: Expression, model: LoopsModel): boolean {
  return givesPieces(iter, model, 0) || (isPieceName(target) && !isRows(iter, model));
}

function isPieceName(target: Expression): boolean {
  if (target.kind === "Tuple") return target.elements.some(isPieceName);
  return target.kind === "Name" && pieceName.test(target.id);
}

/** `for batch in session.query(Batch)`: there a batch is a row. */
function isRows(iter: Expression, model: LoopsModel): boolean {
  return model.databaseValueOf(iter, "query", "rows", "result", "manager", "cursor") !== undefined;
}

function givesPieces(iter: Expression, model: LoopsModel, depth: number): boolean {
  if (depth > 5) return false;
  switch (iter.kind) {
    case "Await":
      return givesPieces(iter.value, model, depth + 1);
    case "Call":
      return isCut(iter, model, depth);
    case "Comprehension":
      return isSlices(iter.element) || iter.clauses.some(({ iter: inner }) => isStepped(inner));
    case "Attribute":
      return piecesName.test(iter.name) && !isRows(iter, model);
    case "Name": {
      if (isRows(iter, model)) return false;
      if (piecesName.test(iter.id)) return true;
      const definitions = model.bindingOf(iter)?.definitions ?? [];
      const [only] = definitions;
      return (
        definitions.length === 1 &&
        only?.form === "assign" &&
        only.value !== undefined &&
        givesPieces(only.value, model, depth + 1)
      );
    }
    default:
      return false;
  }
}

function isCut(call: Call, model: LoopsModel, depth: number): boolean {
  if (isStepped(call)) return true;
  const { callee, args, keywords } = call;
  const name = callee.kind === "Name" ? callee.id : callee.kind === "Attribute" ? callee.name : "";
  if (cutting.test(name)) return true;
  // Rows in pieces, as pandas reads them; `iterator(chunk_size=…)` still gives rows.
  if (/^read_/.test(name) && keywords.some((keyword) => keyword.name === "chunksize")) return true;
  return wrappers.has(name) && args.some((argument) => givesPieces(argument, model, depth + 1));
}

/** `range(0, len(rows), size)`. */
function isStepped(expression: Expression): boolean {
  if (expression.kind !== "Call" || expression.callee.kind !== "Name" || expression.callee.id !== "range")
    return false;
  const step = expression.args[2];
  if (!step) return false;
  const size = step.kind === "UnaryOp" ? step.operand : step;
  return !(size.kind === "Constant" && size.value === 1);
}

/** `rows[i:i + size]`. */
function isSlices(element: Expression): boolean {
  return element.kind === "Subscript" && element.index.kind === "Slice" && element.index.parts.length > 1;
}
