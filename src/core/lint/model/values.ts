import type { ClassDef, Expression, Name, Node } from "../syntax/python.ts";
import { valuesOfAnnotation } from "./annotations.ts";
import { Answers } from "./answers.ts";
import { collectFields, valuesOfAttribute } from "./attributes.ts";
import { resultsOf } from "./call-results.ts";
import { valuesOfDefinition } from "./definitions.ts";
import type { Affected, Dependencies } from "./dependencies.ts";
import type { FunctionInfo } from "./file-model.ts";
import { reachingDefinitions } from "./flow.ts";
import { type Functions, scopeAround } from "./functions.ts";
import { modelLibrary } from "./mapped-class.ts";
import type { NameBinding, Names } from "./names.ts";
import { PassedValues } from "./passed-values.ts";
import type { FlowDefinition } from "./scopes.ts";
import { valuesFromStar } from "./star-imports.ts";
import { valuesOfSubscript } from "./subscripts.ts";
import { iterated } from "./unpacking.ts";
import {
  type DatabaseKind,
  type DatabaseValue,
  type ExternalValue,
  isDatabaseValue,
  type Library,
  type Origin,
  type Value,
} from "./value.ts";
import { isElsewhere, kindByName } from "./weak-origin.ts";

export interface ValuesDeps {
  readonly dependencies: Dependencies;
  readonly names: Names;
  readonly functions: () => Functions;
  /** The values that a name of another module holds; undefined: no such file is known. */
  readonly imported: (value: ExternalValue) => readonly Value[] | undefined;
  /** What a call of another module's function gives; undefined: not known. */
  readonly importedResults: (value: ExternalValue) => readonly Value[] | undefined;
  readonly importsDjango: () => boolean;
  readonly rangeOf: (node: Node) => Origin["range"];
}

/** No more than these are told apart at one place. */
const MOST_VALUES = 8;

const none: readonly Value[] = [];

/** What expressions may hold. Lazy, and each answer is kept. */
export class Values {
  readonly deps: ValuesDeps;
  private readonly known: Answers;
  private readonly knownReturns: Answers;
  private readonly knownYields: Answers;
  /** What callers in the file pass. */
  readonly passed: PassedValues;
  private knownFields: ReturnType<typeof collectFields> | undefined;

  constructor(deps: ValuesDeps) {
    this.deps = deps;
    this.known = new Answers(deps.dependencies);
    this.knownReturns = new Answers(deps.dependencies);
    this.knownYields = new Answers(deps.dependencies);
    this.passed = new PassedValues(this);
  }

  /** Forgets what was found out in units and about parameters; all, if none are named. */
  forget(affected?: Affected): void {
    for (const answers of [this.known, this.knownReturns, this.knownYields]) answers.forget(affected?.units);
    if (!affected) this.passed.clear();
    this.knownFields = undefined;
  }

  of(expression: Expression): readonly Value[] {
    return this.known.of(expression, () => this.evaluate(expression));
  }

  databaseValueOf(expression: Expression, kinds: readonly DatabaseKind[] = []): DatabaseValue | undefined {
    return this.of(expression)
      .filter(isDatabaseValue)
      .find(({ kind }) => kinds.length === 0 || kinds.includes(kind));
  }

  /** The dotted name of something that another module holds. */
  qualifiedName(expression: Expression): string | undefined {
    for (const value of this.of(expression))
      if (value.kind === "external" && value.path === "" && value.file === undefined) return value.name;
    // `db.Model` of a `db = SQLAlchemy()`.
    if (expression.kind === "Attribute" && this.databaseValueOf(expression.object, ["flask-database"]))
      return `flask_sqlalchemy.${expression.name}`;
    return undefined;
  }

  make(
    kind: DatabaseKind,
    library: Library,
    node: Node,
    details: Partial<Omit<DatabaseValue, "kind" | "library" | "origin">> & {
      readonly place?: Origin["place"];
    } = {},
  ): DatabaseValue {
    const { place, ...rest } = details;
    return {
      kind,
      library,
      async: false,
      weak: false,
      source: undefined,
      model: undefined,
      verb: undefined,
      options: {},
      ...rest,
      origin: this.originOf(node, place),
    };
  }

  originOf(node: Node, place?: Origin["place"]): Origin {
    const around = scopeAround(node);
    const owner = around && around.kind !== "ClassDef" ? this.deps.functions().infoOf(around) : undefined;
    const { rangeOf } = this.deps;
    return {
      file: undefined,
      node,
      // Asked for late: text before the unit may change.
      get range() {
        return rangeOf(node);
      },
      function: owner,
      place: place ?? (owner ? "function" : around ? "class" : "module"),
    };
  }

  /** What a function gives back, by its `return`s and its annotation. */
  returnsOf(info: FunctionInfo): readonly Value[] {
    return this.knownReturns.of(info.node, () => {
      if (info.node.kind === "Lambda") return this.of(info.node.body);
      const returns = this.deps.names.factsOf(info.node)?.returns.get(info.node) ?? [];
      const values = this.union(returns.map((value) => this.of(value)));
      if (values.some(isDatabaseValue)) return values;
      const { returns: annotation } = info.node;
      return annotation ? this.union([valuesOfAnnotation(annotation, this), values]) : values;
    });
  }

  /** What a generator hands out, by its `yield`s and its annotation. */
  yieldsOf(info: FunctionInfo): readonly Value[] {
    return this.knownYields.of(info.node, () => {
      const yields = this.deps.names.factsOf(info.node)?.yields.get(info.node) ?? [];
      const values = this.union(
        yields.map(({ value, from }) =>
          value ? (from ? iterated(this.of(value), this) : this.of(value)) : none,
        ),
      );
      if (values.some(isDatabaseValue) || info.node.kind === "Lambda" || !info.node.returns) return values;
      return this.union([values, valuesOfAnnotation(info.node.returns, this)]);
    });
  }

  fields(): ReturnType<typeof collectFields> {
    this.knownFields ??= collectFields(this);
    return this.knownFields;
  }

  /** Joins what an expression may hold. A guess by a name says nothing where something is known. */
  union(lists: readonly (readonly Value[])[]): readonly Value[] {
    const [first, ...more] = lists.filter((values) => values.length > 0);
    if (!first) return none;
    if (more.length === 0) return first;
    const all = [...new Set([...first, ...more.flat()])];
    const isKnown = all.some((value) => isDatabaseValue(value) && !value.weak);
    const kept = isKnown ? all.filter((value) => !(isDatabaseValue(value) && value.weak)) : all;
    return kept.slice(0, MOST_VALUES);
  }

  /** The values of a name as it is seen in code at `use`. */
  ofBinding(binding: NameBinding, use: Node): readonly Value[] {
    const reaching = reachingAt(binding, use);
    const values = this.union(reaching.map((definition) => this.ofDefinition(definition, binding)));
    return this.withWeak(values, binding.name, () => reaching[0]?.node ?? use);
  }

  /** The definitions whose value a name may have where it stands, the nearest first. */
  reaching(name: Name): readonly FlowDefinition[] {
    const binding = this.deps.names.bindingOf(name);
    return binding ? reachingAt(binding, name) : [];
  }

  /** Adds what the name alone suggests, where nothing better is known. */
  withWeak(values: readonly Value[], name: string, node: () => Node): readonly Value[] {
    if (values.some((value) => !isOpaque(value))) return values;
    const kind = kindByName(name);
    if (!kind || values.some((value) => value.kind === "external" && isElsewhere(value.name))) return values;
    if (values.some((value) => value.kind === "constant" && value.value !== null)) return values;
    return [...values, this.make(kind, "unknown", node(), { weak: true })];
  }

  ofDefinition(definition: FlowDefinition, binding: NameBinding): readonly Value[] {
    return valuesOfDefinition(definition, binding, this);
  }

  /** An external name, or what is known to stand behind it. */
  resolve(value: ExternalValue): readonly Value[] {
    if (value.path !== "") return [value];
    const found = this.deps.imported(value);
    return found && found.length > 0 ? [...found, value] : [value];
  }

  /** A mapped class as a database value: by its bases, here or elsewhere. */
  modelOf(node: ClassDef): DatabaseValue | undefined {
    const info = this.deps.functions().classInfoOf(node);
    if (!info) return undefined;
    const library = modelLibrary(info.bases, node);
    return library ? this.make("model-class", library, node, { model: info.name }) : undefined;
  }

  private evaluate(expression: Expression): readonly Value[] {
    switch (expression.kind) {
      case "Name":
        return this.ofName(expression);
      case "Attribute":
        return valuesOfAttribute(expression, this);
      case "Call":
        return resultsOf(expression, this);
      case "Await":
      case "Starred":
        return this.of(expression.value);
      case "NamedExpr":
        return this.of(expression.value);
      case "IfExp":
        return this.union([this.of(expression.body), this.of(expression.orelse)]);
      case "BoolOp":
        return this.union([this.of(expression.left), this.of(expression.right)]);
      case "Subscript":
        return valuesOfSubscript(expression, this);
      case "Lambda": {
        const info = this.deps.functions().infoOf(expression);
        return info ? [{ kind: "function", function: info, receiver: undefined }] : none;
      }
      case "Tuple":
      case "List":
      case "Set":
        return [
          {
            kind: "collection",
            form: expression.kind === "Tuple" ? "tuple" : expression.kind === "List" ? "list" : "set",
            elements: this.union(expression.elements.slice(0, 12).map((element) => this.of(element))),
            items: expression.elements,
          },
        ];
      case "Dict":
        return [
          {
            kind: "collection",
            form: "dict",
            elements: this.union(expression.entries.slice(0, 12).map(({ value }) => this.of(value))),
            items: undefined,
          },
        ];
      case "Comprehension":
        return [
          {
            kind: "collection",
            form: expression.form,
            elements: this.of(expression.value ?? expression.element),
            items: undefined,
          },
        ];
      case "Constant":
        return [{ kind: "constant", value: expression.value }];
      default:
        return none;
    }
  }

  private ofName(name: Name): readonly Value[] {
    const binding = this.deps.names.bindingOf(name);
    if (!binding) return this.withWeak(valuesFromStar(name.id, this), name.id, () => name);
    return this.ofBinding(binding, name);
  }
}

function reachingAt(binding: NameBinding, use: Node): readonly FlowDefinition[] {
  const { definitions } = binding;
  return isSeenFrom(binding, use) ? reachingDefinitions(use, definitions) : definitions;
}

/** Whether a use stands in the scope that its name belongs to, so that the order of statements counts. */
function isSeenFrom(binding: NameBinding, use: Node): boolean {
  if (binding.scope === "comprehension") return false;
  const around = scopeAround(use);
  return around === binding.owner;
}

/** What tells nothing of what is behind it. */
function isOpaque(value: Value): boolean {
  return value.kind === "external" || (value.kind === "constant" && value.value === null);
}
