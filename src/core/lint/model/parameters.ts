import type { Call, Expression, Parameter } from "../syntax/python.ts";
import { dependencyOf, valuesOfAnnotation } from "./annotations.ts";
import type { FunctionInfo } from "./file-model.ts";
import { madeBy } from "./libraries/made-by.ts";
import { unitAround } from "./names.ts";
import { isDatabaseValue, type Value } from "./value.ts";
import type { Values } from "./values.ts";

const none: readonly Value[] = [];

/** What a parameter may hold: by its annotation, its default, pytest's fixtures, and what callers in the file pass. */
export function valuesOfParameter(
  owner: FunctionInfo,
  parameter: Parameter,
  values: Values,
): readonly Value[] {
  const { annotation, default: value, form } = parameter;
  if (form === "args" || form === "kwargs") return none;
  if (isReceiver(owner, parameter)) return ofReceiver(owner, parameter, values);
  const annotated = annotation ? valuesOfAnnotation(annotation, values) : none;
  if (value?.kind === "Call") {
    const provided = dependencyOf(value, values);
    if (provided.some(isDatabaseValue)) return provided;
    if (provided.length > 0 && annotated.length === 0) return provided;
  }
  if (annotated.length > 0) return annotated;
  const byDefault = value && value.kind !== "Constant" ? values.of(value) : none;
  if (byDefault.some(isDatabaseValue)) return byDefault;
  const fixture = ofFixture(parameter, values);
  if (fixture.length > 0) return fixture;
  return values.union([byDefault, values.passed.of(owner, parameter)]);
}

function isReceiver({ class: owner, parameters, node }: FunctionInfo, parameter: Parameter): boolean {
  if (!owner || parameters[0] !== parameter || node.kind === "Lambda") return false;
  return !node.decorators.some((decorator) => decorator.kind === "Name" && decorator.id === "staticmethod");
}

function ofReceiver(owner: FunctionInfo, parameter: Parameter, values: Values): readonly Value[] {
  if (!owner.class || owner.node.kind === "Lambda") return none;
  values.deps.dependencies.reads(unitAround(owner.class.node));
  const isClass = owner.node.decorators.some(
    (decorator) => decorator.kind === "Name" && decorator.id === "classmethod",
  );
  if (!isClass) {
    const instance: Value = {
      kind: "instance",
      class: owner.class,
      origin: values.originOf(parameter, "parameter"),
    };
    const isFlaskDatabase = owner.class.bases.some((base) => madeBy(base)?.kind === "flask-database");
    return isFlaskDatabase
      ? [values.make("flask-database", "flask_sqlalchemy", parameter, { place: "parameter" }), instance]
      : [instance];
  }
  const model = values.modelOf(owner.class.node);
  return [...(model ? [model] : none), { kind: "class", class: owner.class }];
}

/** A pytest fixture of the same file with the parameter's name. */
function ofFixture(parameter: Parameter, values: Values): readonly Value[] {
  const definition = values.deps.names
    .moduleBinding(parameter.name.id)
    ?.definitions.find(({ form }) => form === "function");
  const node = definition?.node;
  if (node?.kind !== "FunctionDef") return none;
  const isFixture = node.decorators.some((decorator) => {
    const named = decorator.kind === "Call" ? decorator.callee : decorator;
    return /(?:^|\.)fixture$/.test(values.qualifiedName(named) ?? "");
  });
  const info = isFixture ? values.deps.functions().infoOf(node) : undefined;
  if (!info) return none;
  const yielded = values.yieldsOf(info);
  return yielded.length > 0 ? yielded : values.returnsOf(info);
}

/** The expression that a call passes for a parameter; undefined: none is, or it comes out of `*args`. */
export function argumentFor(call: Call, target: FunctionInfo, parameter: Parameter): Expression | undefined {
  const keyword = call.keywords.find(({ name }) => name === parameter.name.id);
  if (keyword) return keyword.value;
  const isBound =
    target.class !== undefined && (call.callee.kind === "Attribute" || target.name === "__init__");
  const position = target.parameters.indexOf(parameter) - (isBound ? 1 : 0);
  const argument = call.args[position];
  if (!argument || call.args.slice(0, position + 1).some(({ kind }) => kind === "Starred")) return undefined;
  return argument;
}
