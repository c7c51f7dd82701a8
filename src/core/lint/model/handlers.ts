import { nodesRunBy } from "../syntax/children.ts";
import type { Call, Expression, Node } from "../syntax/python.ts";
import type { FileModel, FunctionInfo, Handler } from "./file-model.ts";
import {
  classFramework,
  decoratingPackages,
  frameworkOf,
  handsOver,
  plainDecorator,
  registrations,
} from "./frameworks.ts";

/** What finding handlers needs to know of a file. */
type HandlerSources = Pick<FileModel, "valuesOf" | "qualifiedName" | "imports" | "callsNamed" | "bindingOf">;

/**
 * Tells which functions a framework calls once per request, message or job: by decorators of the framework's
 * objects, by base classes, by the calls that register them, and, for AWS, by the name that it looks for.
 */
export function readHandlers(file: HandlerSources): (target: FunctionInfo) => Handler | undefined {
  let registered: ReadonlyMap<Node, Handler> | undefined;
  return (target) => {
    if (target.node.kind === "Lambda") return undefined;
    registered ??= readRegistrations(file);
    return (
      decoratedFor(target.node.decorators, file) ??
      registered.get(target.node) ??
      methodOf(target, file) ??
      djangoView(target, file) ??
      lambdaHandler(target)
    );
  };
}

function decoratedFor(decorators: readonly Expression[], file: HandlerSources): Handler | undefined {
  for (const decorator of decorators) {
    const named = decorator.kind === "Call" ? decorator.callee : decorator;
    const dotted = file.qualifiedName(named);
    const plain = dotted === undefined ? undefined : plainDecorator(dotted);
    if (plain) return plain;
    if (named.kind !== "Attribute") continue;
    const framework =
      receiverFramework(named.object, file) ?? assumedFramework(named.object, decorator, file);
    if (framework && handsOver(framework, named.name)) return framework;
  }
  return undefined;
}

/** The framework of an object: `app = Flask(__name__)`, `class Bot(commands.Bot)`, `dp.message` of a Dispatcher. */
function receiverFramework(object: Expression, file: HandlerSources): Handler | undefined {
  for (const value of file.valuesOf(object)) {
    if (value.kind === "external" && value.path.startsWith("()")) {
      const framework = frameworkOf(value.name);
      if (framework) return framework;
    }
    if (value.kind === "instance")
      for (const base of value.class.bases) {
        const framework = frameworkOf(base);
        if (framework) return framework;
      }
  }
  return object.kind === "Attribute" ? receiverFramework(object.object, file) : undefined;
}

/**
 * The framework of an object that comes from elsewhere (`from . import app`, `def register(app)`), if the file
 * imports one that has such decorators, and the decorator is called with a path where one is due.
 */
function assumedFramework(
  object: Expression,
  decorator: Expression,
  file: HandlerSources,
): Handler | undefined {
  const called = decorator.kind === "Call" ? decorator : undefined;
  const method = (called?.callee ?? decorator) as Expression;
  if (method.kind !== "Attribute" || !comesFromElsewhere(object, file)) return undefined;
  for (const name of decoratingPackages) {
    const framework = frameworkOf(name);
    if (!framework || !file.imports(name) || !handsOver(framework, method.name)) continue;
    const routed = framework === "flask" || framework === "fastapi" || framework === "web";
    if (!routed || !called || startsWithPath(called)) return framework;
  }
  return undefined;
}

function comesFromElsewhere(object: Expression, file: HandlerSources): boolean {
  if (object.kind === "Attribute") return comesFromElsewhere(object.object, file);
  if (object.kind !== "Name") return false;
  const definitions = file.bindingOf(object)?.definitions ?? [];
  return definitions.length > 0 && definitions.every(({ form }) => form === "import" || form === "parameter");
}

function startsWithPath(call: Call): boolean {
  const first = call.args[0];
  if (!first) return false;
  const text = first.kind === "Constant" ? first.value : first.kind === "FString" ? first.head : undefined;
  return typeof text === "string" ? text === "" || text.startsWith("/") : first.kind !== "Constant";
}

function readRegistrations(file: HandlerSources): ReadonlyMap<Node, Handler> {
  const found = new Map<Node, Handler>();
  for (const call of file.callsNamed(...Object.keys(registrations))) {
    const framework = registrationOf(call, file);
    if (!framework) continue;
    for (const argument of [...call.args, ...call.keywords.map(({ value }) => value)])
      for (const named of functionsNamedIn(argument, file)) found.set(named, framework);
  }
  return found;
}

function registrationOf(call: Call, file: HandlerSources): Handler | undefined {
  const { callee } = call;
  const name = callee.kind === "Attribute" ? callee.name : callee.kind === "Name" ? callee.id : "";
  const framework = registrations[name];
  if (!framework) return undefined;
  const dotted = file.qualifiedName(callee);
  if (dotted !== undefined && frameworkOf(dotted)) return frameworkOf(dotted);
  if (callee.kind !== "Attribute") return undefined;
  const receiver = receiverFramework(callee.object, file);
  if (receiver) return receiver;
  const known = decoratingPackages.some((one) => frameworkOf(one) === framework && file.imports(one));
  return known && name.includes("_") ? framework : undefined;
}

function* functionsNamedIn(argument: Expression, file: HandlerSources): Generator<Node> {
  const list = argument.kind === "List" || argument.kind === "Tuple" ? argument.elements : [argument];
  for (const element of list)
    for (const value of file.valuesOf(element)) if (value.kind === "function") yield value.function.node;
}

function methodOf(target: FunctionInfo, file: HandlerSources): Handler | undefined {
  const { class: owner, name } = target;
  if (!owner) return undefined;
  const framework = classFramework(owner.bases, name);
  if (framework) return framework;
  if (/^on_(?:get|post|put|patch|delete)$/.test(name) && file.imports("falcon")) return "web";
  const servicer = owner.bases.some((base) => /Servicer$/.test(base)) && !name.startsWith("_");
  return servicer && target.parameters.length === 3 ? "web" : undefined;
}

const djangoResponse =
  /^django\.(?:shortcuts\.(?:render|redirect|get_object_or_404)|http\.(?:.+\.)?\w*(?:Response|Redirect)\w*|template\.response\.\w+)$|^rest_framework\.response\.Response$/;

/** A function of a request that returns one of Django's responses. */
function djangoView(target: FunctionInfo, file: HandlerSources): Handler | undefined {
  if (target.class || target.node.kind === "Lambda" || target.parameters[0]?.name.id !== "request")
    return undefined;
  if (!file.imports("django") && !file.imports("rest_framework")) return undefined;
  for (const statement of target.node.body)
    for (const node of nodesRunBy(statement)) {
      if (node.kind !== "Return" || node.value?.kind !== "Call") continue;
      const dotted = file.qualifiedName(node.value.callee);
      if (dotted !== undefined && djangoResponse.test(dotted)) return "django";
    }
  return undefined;
}

/** AWS Lambda finds its function by a configured name; these two are what its templates write. */
function lambdaHandler(target: FunctionInfo): Handler | undefined {
  if (target.class || target.parent || target.parameters.length !== 2) return undefined;
  const [event, context] = target.parameters.map(({ name }) => name.id.replace(/^_+/, ""));
  const named = target.name === "lambda_handler" || (target.name === "handler" && event === "event");
  return named && (target.name === "lambda_handler" || context?.startsWith("context")) ? "lambda" : undefined;
}
