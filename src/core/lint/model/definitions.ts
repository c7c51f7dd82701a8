import type { Expression, Node } from "../syntax/python.ts";
import { valuesOfAnnotation } from "./annotations.ts";
import { type NameBinding, unitAround } from "./names.ts";
import { valuesOfParameter } from "./parameters.ts";
import type { FlowDefinition } from "./scopes.ts";
import { entered, iterated, unpacked } from "./unpacking.ts";
import { external, isDatabaseValue, type Value } from "./value.ts";
import type { Values } from "./values.ts";

const none: readonly Value[] = [];

/** What a definition gives its name. */
export function valuesOfDefinition(
  definition: FlowDefinition,
  binding: NameBinding,
  values: Values,
): readonly Value[] {
  const { form, node, value, site, unpack } = definition;
  const functions = values.deps.functions();
  values.deps.dependencies.reads(unitAround(node));
  switch (form) {
    case "assign":
      return ofAssigned(site, value, unpack, values);
    case "for":
      return value ? unpacked(iterated(values.of(value), values, value), unpack, values, value, true) : none;
    case "with":
      return value ? unpacked(entered(values.of(value)), unpack, values, undefined, false) : none;
    case "import":
      return ofImport(definition, values);
    case "function": {
      const info = functions.infoOf(node);
      return info ? [{ kind: "function", function: info, receiver: undefined }] : none;
    }
    case "class": {
      const info = functions.classInfoOf(node);
      if (!info) return none;
      const model = values.modelOf(info.node);
      return model ? [model, { kind: "class", class: info }] : [{ kind: "class", class: info }];
    }
    case "parameter": {
      const owner = binding.owner && functions.infoOf(binding.owner);
      return node.kind === "Parameter" && owner ? valuesOfParameter(owner, node, values) : none;
    }
    case "augment":
    case "except":
    case "delete":
      return none;
  }
}

function ofAssigned(
  site: Node,
  value: Expression | undefined,
  unpack: readonly number[],
  values: Values,
): readonly Value[] {
  if (!value) return none;
  if (site.kind === "AnnAssign") {
    const annotated = valuesOfAnnotation(site.annotation, values);
    const assigned = site.value ? values.of(site.value) : none;
    return assigned.some(isDatabaseValue) ? assigned : values.union([annotated, assigned]);
  }
  return unpack.length === 0 ? values.of(value) : unpacked(values.of(value), unpack, values, value, false);
}

function ofImport({ node, site }: FlowDefinition, values: Values): readonly Value[] {
  if (node.kind !== "Alias") return none;
  if (site.kind === "Import")
    return [external(node.asName ? node.name : (node.name.split(".", 1)[0] ?? node.name))];
  if (site.kind !== "ImportFrom") return none;
  const module = ".".repeat(site.level) + site.module;
  const name = module.endsWith(".") ? module + node.name : `${module}.${node.name}`;
  if (name === "django.db.connection") return [values.make("connection", "django", node)];
  return values.resolve(external(name));
}
