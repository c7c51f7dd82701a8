import type { Handler } from "./file-model.ts";

/** The packages whose objects and base classes call functions, by the first part of a dotted name. */
const packages: Readonly<Record<string, Handler>> = {
  flask: "flask",
  quart: "flask",
  flask_restful: "flask",
  flask_restx: "flask",
  flask_restplus: "flask",
  flask_smorest: "flask",
  flask_openapi3: "flask",
  flask_login: "flask",
  apiflask: "flask",
  connexion: "flask",
  fastapi: "fastapi",
  starlette: "fastapi",
  fastapi_utils: "fastapi",
  ninja: "django",
  django: "django",
  rest_framework: "django",
  celery: "celery",
  dramatiq: "celery",
  huey: "celery",
  rq: "celery",
  arq: "celery",
  procrastinate: "celery",
  taskiq: "celery",
  faust: "celery",
  telegram: "bot",
  telebot: "bot",
  aiogram: "bot",
  pyrogram: "bot",
  telethon: "bot",
  discord: "bot",
  nextcord: "bot",
  disnake: "bot",
  interactions: "bot",
  slack_bolt: "bot",
  slack_sdk: "bot",
  vkbottle: "bot",
  twitchio: "bot",
  flask_socketio: "socket",
  socketio: "socket",
  socketserver: "socket",
  SocketServer: "socket",
  websockets: "socket",
  aiohttp: "web",
  sanic: "web",
  tornado: "web",
  bottle: "web",
  falcon: "web",
  litestar: "web",
  starlite: "web",
  blacksheep: "web",
  robyn: "web",
  pyramid: "web",
  cherrypy: "web",
  web: "web",
  http: "web",
  BaseHTTPServer: "web",
  grpc: "web",
};

/** The packages whose handlers a decorator on an object of another module may be, if the file imports them. */
export const decoratingPackages: readonly string[] = Object.keys(packages);

export function frameworkOf(dottedName: string): Handler | undefined {
  return packages[dottedName.split(".", 1)[0] ?? ""];
}

const routes =
  "route get post put patch delete head options websocket websocket_route api_route api_operation add_route view";
const hooks =
  "before_request after_request teardown_request before_app_request after_app_request teardown_appcontext errorhandler app_errorhandler exception_handler context_processor user_loader request_loader middleware on_request on_response";
const messages =
  "message_handler callback_query_handler inline_handler edited_message_handler channel_post_handler poll_answer_handler message callback_query inline_query edited_message my_chat_member chat_member on_message on_callback_query on_inline_query on_edited_message on_raw_update on event listen command slash_command user_command message_command context_menu group hybrid_command button action shortcut view modal options";

/** The attributes of a framework's object that, as decorators, hand a function over to it. */
const decorators: Readonly<Record<Handler, ReadonlySet<string>>> = {
  flask: words(`${routes} ${hooks} doc`),
  fastapi: words(`${routes} ${hooks}`),
  django: words(routes),
  celery: words("task actor job periodic_task db_task db_periodic_task agent timer"),
  bot: words(messages),
  socket: words("on event on_event"),
  web: words(`${routes} ${hooks}`),
  lambda: new Set(),
};

export function handsOver(framework: Handler, decorator: string): boolean {
  return decorators[framework].has(decorator);
}

/** Decorators that are functions of a framework themselves, by their dotted names' ends. */
const plainDecorators: readonly (readonly [RegExp, Handler])[] = [
  [/^celery\.(?:.+\.)?(?:shared_task|task)$/, "celery"],
  [/^dramatiq\.actor$/, "celery"],
  [/^(?:rq\.decorators|django_rq)\.job$/, "celery"],
  [/^huey\.contrib\.djhuey\.(?:db_)?(?:periodic_)?task$/, "celery"],
  [/^rest_framework\.decorators\.(?:api_view|action)$/, "django"],
  [
    /^django\.(?:views\.decorators|contrib\.auth\.decorators)\.(?:.+\.)?(?:csrf_exempt|require_\w+|login_required|permission_required|user_passes_test|cache_page|never_cache)$/,
    "django",
  ],
  [/^django\.contrib\.auth\.decorators\.(?:login_required|permission_required|user_passes_test)$/, "django"],
  [/^bottle\.(?:route|get|post|put|delete|patch)$/, "web"],
  [/^litestar\.(?:get|post|put|delete|patch|route)$/, "web"],
  [/^pyramid\.view\.view_config$/, "web"],
  [/^cherrypy\.expose$/, "web"],
  [/^(?:discord|nextcord|disnake)\.(?:.+\.)?(?:command|listener|group|slash_command|hybrid_command)$/, "bot"],
];

export function plainDecorator(dottedName: string): Handler | undefined {
  return plainDecorators.find(([pattern]) => pattern.test(dottedName))?.[1];
}

const verbs = "get post put patch delete head options dispatch dispatch_request prepare";

/** The methods that a framework calls on the classes derived from its own. */
const classes: readonly (readonly [RegExp, Handler, ReadonlySet<string>])[] = [
  [
    /^(?:flask|quart)\.views\.\w+$|^flask_(?:restful|restx|restplus)\.(?:\w+\.)?Resource$/,
    "flask",
    words(verbs),
  ],
  [/^starlette\.endpoints\.\w+$/, "fastapi", words(`${verbs} on_receive`)],
  [/^starlette\.middleware\.base\.\w+$/, "fastapi", words("dispatch")],
  [
    /^django\.views\.(?:.+\.)?\w*View$|^rest_framework\.(?:views|viewsets|generics|mixins)\.\w+$/,
    "django",
    words(
      `${verbs} list create retrieve update partial_update destroy perform_create perform_update perform_destroy get_queryset get_object get_context_data form_valid form_invalid`,
    ),
  ],
  [/^tornado\.web\.RequestHandler$/, "web", words(verbs)],
  [/^tornado\.websocket\.WebSocketHandler$/, "socket", words("open on_message on_close")],
  [/^aiohttp\.web\.View$|^sanic\.views\.\w+$/, "web", words(verbs)],
  [
    /^(?:http\.server|BaseHTTPServer)\.\w*HTTPRequestHandler$/,
    "web",
    words("do_GET do_POST do_PUT do_DELETE do_PATCH do_HEAD"),
  ],
  [/^(?:socketserver|SocketServer)\.\w*RequestHandler$/, "socket", words("handle setup finish")],
  [/^asyncio\.(?:.+\.)?\w*Protocol$/, "socket", words("data_received datagram_received connection_made")],
  [/^celery\.(?:.+\.)?Task$/, "celery", words("run __call__")],
  [
    /^(?:discord|nextcord|disnake)\.(?:.+\.)?(?:Client|AutoShardedClient|Bot|AutoShardedBot)$/,
    "bot",
    words("on_message on_reaction_add on_raw_reaction_add on_member_join on_member_remove on_interaction"),
  ],
];

/** What calls a method because of its class's bases, if anything does. */
export function classFramework(bases: readonly string[], method: string): Handler | undefined {
  for (const [pattern, framework, methods] of classes)
    if (methods.has(method) && bases.some((base) => pattern.test(base))) return framework;
  return undefined;
}

/** Calls that hand functions over, by the called thing's last name: `app.add_url_rule("/", view_func=index)`. */
export const registrations: Readonly<Record<string, Handler>> = {
  add_url_rule: "flask",
  add_api_route: "fastapi",
  add_api_websocket_route: "fastapi",
  Route: "fastapi",
  WebSocketRoute: "fastapi",
  Depends: "fastapi",
  path: "django",
  re_path: "django",
  url: "django",
  add_get: "web",
  add_post: "web",
  add_put: "web",
  add_delete: "web",
  add_patch: "web",
  add_route: "web",
  CommandHandler: "bot",
  MessageHandler: "bot",
  CallbackQueryHandler: "bot",
  InlineQueryHandler: "bot",
  ConversationHandler: "bot",
  register_message_handler: "bot",
  register_callback_query_handler: "bot",
  add_event_handler: "bot",
  register_next_step_handler: "bot",
  on_event: "socket",
};

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(" "));
}
