// Stands in for the native module @vscode/spdlog: appends at once, never rotates.
const fs = require("node:fs");
const path = require("node:path");

const levels = ["trace", "debug", "info", "warning", "error", "critical"];

class Logger {
  level = levels.indexOf("info");
  raw = false;

  constructor(_kind, _name, file) {
    this.file = file;
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.appendFileSync(file, "");
  }

  write(level, message) {
    if (levels.indexOf(level) < this.level) return;
    const time = new Date().toISOString().replace("T", " ").slice(0, 23);
    fs.appendFileSync(this.file, this.raw ? message : `${time} [${level}] ${message}\n`);
  }

  trace(message) {
    this.write("trace", message);
  }
  debug(message) {
    this.write("debug", message);
  }
  info(message) {
    this.write("info", message);
  }
  warn(message) {
    this.write("warning", message);
  }
  error(message) {
    this.write("error", message);
  }
  critical(message) {
    this.write("critical", message);
  }

  getLevel() {
    return this.level;
  }
  setLevel(level) {
    this.level = level;
  }
  clearFormatters() {
    this.raw = true;
  }
  setPattern() {}
  flush() {}
  drop() {}
}

const createLogger = async (name, file) => new Logger("", name, file);

exports.version = 0;
exports.setLevel = () => {};
exports.setFlushOn = () => {};
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
