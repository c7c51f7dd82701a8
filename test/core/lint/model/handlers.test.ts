import { describe, expect, it } from "vitest";
import { buildModel } from "../../../../src/core/lint/model/build-model.ts";
import { readPython } from "../../../support/parse-python.ts";

/** The functions that something calls, with what does: `index flask`. */
function handlers(code: string): readonly string[] {
  return buildModel(readPython(code))
    .functions.filter(({ handler }) => handler !== undefined)
    .map(({ qualifiedName, handler }) => `${qualifiedName} ${handler}`);
}

describe("handlers", () => {
  it("knows routes of Flask's applications and blueprints", () => {
    expect(
      handlers(`
from flask import Flask, Blueprint as BP
app = Flask(__name__)
bp = BP("users", __name__)
@app.route("/")
def index(): pass
@bp.get("/users")
def users(): pass
@app.before_request
def check(): pass
def helper(): pass
`),
    ).toEqual(["index flask", "users flask", "check flask"]);
  });
  it("knows an application that comes from elsewhere by its routes", () => {
    expect(
      handlers(`
from flask import request
from . import app
@app.route("/")
def index(): pass
def register(blueprint):
    @blueprint.route("/users")
    def users(): pass
`),
    ).toEqual(["index flask", "register.users flask"]);
  });
  it("does not take other objects' route() for a framework's", () => {
    expect(
      handlers(`
from planner import trip
@trip.route("/")
def index(): pass
class Map:
    def route(self, path): return lambda f: f
@Map().route("/")
def home(): pass
@cache.get("/")
def cached(): pass
`),
    ).toEqual([]);
  });
  it("knows views as classes and functions that are registered", () => {
    expect(
      handlers(`
from flask import Flask
from flask.views import MethodView
app = Flask(__name__)
class Users(MethodView):
    def get(self): pass
    def helper(self): pass
def index(): pass
app.add_url_rule("/", view_func=index)
`),
    ).toEqual(["Users.get flask", "index flask"]);
  });
  it("knows FastAPI's path functions and dependencies", () => {
    expect(
      handlers(`
from fastapi import APIRouter, Depends, FastAPI
app = FastAPI()
router = APIRouter()
def get_db(): yield 1
@app.get("/")
async def index(db=Depends(get_db)): pass
@router.post("/users")
def create(): pass
@app.on_event("startup")
def start(): pass
`),
    ).toEqual(["get_db fastapi", "index fastapi", "create fastapi"]);
  });
  it("knows Django's views", () => {
    expect(
      handlers(`
from django.shortcuts import render
from django.urls import path
from django.views import View
from rest_framework.decorators import api_view
def index(request):
    return render(request, "index.html")
def about(request):
    return 1
class Users(View):
    def get(self, request): pass
@api_view(["GET"])
def api(request): pass
def listed(request): pass
urlpatterns = [path("", listed)]
`),
    ).toEqual(["index django", "Users.get django", "api django", "listed django"]);
  });
  it("knows tasks of job queues", () => {
    expect(
      handlers(`
from celery import Celery, shared_task
import dramatiq
celery = Celery("app")
@celery.task
def one(): pass
@shared_task(bind=True)
def two(self): pass
@dramatiq.actor
def three(): pass
`),
    ).toEqual(["one celery", "two celery", "three celery"]);
  });
  it("knows handlers of bots", () => {
    expect(
      handlers(`
import telebot
from aiogram import Dispatcher
from discord.ext import commands
from telegram.ext import CommandHandler, MessageHandler
bot = telebot.TeleBot("x")
dp = Dispatcher()
client = commands.Bot("!")
@bot.message_handler(commands=["start"])
def start(message): pass
@dp.message()
async def echo(message): pass
@client.command()
async def ping(ctx): pass
def stop(update, context): pass
application.add_handler(CommandHandler("stop", stop))
`),
    ).toEqual(["start bot", "echo bot", "ping bot", "stop bot"]);
  });
  it("knows servers' request handlers", () => {
    expect(
      handlers(`
import socketserver
import tornado.web
from aiohttp import web
from http.server import BaseHTTPRequestHandler
class Echo(socketserver.StreamRequestHandler):
    def handle(self): pass
class Main(tornado.web.RequestHandler):
    def get(self): pass
class Page(BaseHTTPRequestHandler):
    def do_GET(self): pass
routes = web.RouteTableDef()
@routes.get("/")
async def index(request): pass
class Greeter(pb2_grpc.GreeterServicer):
    def Hello(self, request, context): pass
`),
    ).toEqual(["Echo.handle socket", "Main.get web", "Page.do_GET web", "index web", "Greeter.Hello web"]);
  });
  it("knows AWS Lambda's function by its name", () => {
    expect(handlers("def lambda_handler(event, context): pass\ndef handler(name): pass\n")).toEqual([
      "lambda_handler lambda",
    ]);
  });
});
