// In place of the native logger of VS Code's server and extension host: the same files, written at
// once. `exports.x =` in all stand-ins, because that is what Node's CommonJS lexer can see.
const { appendFileSync, mkdirSync } = require('node:fs');
const { dirname } = require('node:path');

const LEVELS = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];
const shared = { level: LEVELS.indexOf('info') };

class Logger {
  #file;
  #level;
  #bare = false;

  constructor(file) {
    this.#file = file;
    mkdirSync(dirname(file), { recursive: true });
  }

  #write(level, message) {
    if (level < this.getLevel()) return;
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.#file, this.#bare ? message : `${time} [${LEVELS[level]}] ${message}\n`);
  }

  trace = (message) => this.#write(0, message);
  debug = (message) => this.#write(1, message);
  info = (message) => this.#write(2, message);
  warn = (message) => this.#write(3, message);
  error = (message) => this.#write(4, message);
  critical = (message) => this.#write(5, message);
  getLevel = () => this.#level ?? shared.level;
  setLevel = (level) => {
    this.#level = level;
  };
  clearFormatters = () => {
    this.#bare = true;
  };
  setPattern = () => {};
  flush = () => {};
  drop = () => {};
}

const createLogger = async (_name, file) => new Logger(file);

exports.version = 1;
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
exports.setFlushOn = () => {};
exports.setLevel = (level) => {
  shared.level = level;
};
