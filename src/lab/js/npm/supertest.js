"use strict";

// Requests to an application with expectations, as the package `supertest` has them. The requests
// themselves are of `supertest_request`.

const http = require("http");
const { inspect } = require("util");
const { AgentRequest, Request, Jar } = require("npm/supertest_request");

/** A request, and what is expected of its answer. */
class Test extends Request {
  constructor(app, method, path, jar = undefined) {
    const { url, server } = whereTo(app, path);
    super(method, url, jar);
    this.app = app;
    this._server = server;
    this._asserts = [];
    this.redirects(0);
  }

  /**
   * A status, a list of them, a field with its value, a body, or a function that throws.
   * @param {unknown} first
   * @param {unknown} [second]
   * @param {Function} [third]
   * @returns {Test}
   */
  expect(first, second, third) {
    const add = (check) => this._asserts.push({ check, from: new Error() });
    if (typeof first === "function") {
      add((response) => first(response));
      return this;
    }
    if (typeof second === "function") this.end(second);
    if (typeof third === "function") this.end(third);
    if (typeof first === "number") {
      add((response) => checkStatus(first, response));
      if (typeof second !== "function" && arguments.length > 1) add((response) => checkBody(second, response));
    } else if (Array.isArray(first) && first.length > 0 && first.every((one) => typeof one === "number")) {
      add((response) => checkStatuses(first, response));
    } else if (typeof second === "string" || typeof second === "number" || second instanceof RegExp) {
      add((response) => checkField(`${first}`, second, response));
    } else add((response) => checkBody(first, response));
    return this;
  }

  end(callback) {
    this._run((error, response) => {
      const tell = () => {
        const failure = response === undefined || isBroken(error) ? connectionError(error) : this.assert(response);
        callback?.call(this, failure ?? null, response);
      };
      const server = this._server;
      if (server?.listening) server.close(tell);
      else tell();
    });
    return this;
  }

  /** The first expectation that is not met, as an error. */
  assert(response) {
    for (const { check, from } of this._asserts) {
      let error;
      try {
        error = check(response);
      } catch (thrown) {
        error = thrown;
      }
      if (error instanceof Error) return withPlace(error, from);
    }
    return undefined;
  }
}

function isBroken(error) {
  return error !== undefined && error.response === undefined;
}

function whereTo(app, path) {
  if (typeof app === "string") return { url: app + path };
  const server = typeof app === "function" ? http.createServer(app) : app;
  const isOwn = server.address() === null;
  if (isOwn) server.listen(0);
  return { url: `http://127.0.0.1:${server.address().port}${path}`, server: isOwn ? server : undefined };
}

const REFUSALS = {
  ECONNREFUSED: "Connection refused",
  ECONNRESET: "Connection reset by peer",
  EPIPE: "Broken pipe",
  ENOTFOUND: "No such host",
};

/** What to say of a request that got no answer. */
function connectionError(error) {
  const words = REFUSALS[error?.code];
  return words === undefined || error.syscall === undefined ? error : new Error(`${error.code}: ${words}`);
}

/** The place of the expectation stands above that of the answer. */
function withPlace(error, from) {
  const [head, ...frames] = error.stack.split(/\n(?=\s+at )/);
  const places = from.stack.split(/\n(?=\s+at )/).slice(2);
  Object.defineProperty(error, "stack", {
    value: [head, ...places, "    ----", ...frames].join("\n"), writable: true, configurable: true,
  });
  return error;
}

function failed(message, expected, actual) {
  const error = new Error(message);
  return Object.assign(error, { expected, actual, showDiff: true });
}

function statusOf(status) {
  return `${status} "${http.STATUS_CODES[status]}"`;
}

function checkStatus(status, response) {
  if (response.status === status) return undefined;
  return new Error(`expected ${statusOf(status)}, got ${statusOf(response.status)}`);
}

function checkStatuses(statuses, response) {
  if (statuses.includes(response.status)) return undefined;
  return new Error(`expected one of "${statuses.join(", ")}", got ${statusOf(response.status)}`);
}

function checkField(name, expected, response) {
  const actual = response.header[name.toLowerCase()];
  if (actual === undefined) return new Error(`expected "${name}" header field`);
  if (actual === expected || (Array.isArray(actual) && actual.toString() === expected)) return undefined;
  if (expected instanceof RegExp) {
    return expected.test(actual) ? undefined : new Error(`expected "${name}" matching ${expected}, got "${actual}"`);
  }
  if (typeof expected === "number" && Number(actual) === expected) return undefined;
  return new Error(`expected "${name}" of "${expected}", got "${actual}"`);
}

function checkBody(body, response) {
  const { text } = response;
  if (body instanceof RegExp) {
    return body.test(text) ? undefined : failed(`expected body ${inspect(text)} to match ${body}`, body, text);
  }
  const isObject = body !== null && typeof body === "object";
  const actual = isObject ? response.body : text;
  const isSame = isObject ? require("internal/equality").isDeepEqual(actual, body, true) : body === text;
  return isSame ? undefined : failed(`expected ${inspect(body)} response body, got ${inspect(actual)}`, body, actual);
}

const METHODS = [...http.METHODS.map((method) => method.toLowerCase()), "del"];

function realMethod(method) {
  return method === "del" ? "DELETE" : method.toUpperCase();
}

/**
 * @param {Function | object | string} app an application, a server or the start of a URL
 * @returns {object} a function for each method of HTTP
 */
function supertest(app) {
  return Object.fromEntries(METHODS.map((method) => [method, (path) => new Test(app, realMethod(method), path)]));
}

/** Requests that keep the cookies of the answers before. */
class TestAgent extends AgentRequest {
  constructor(app, options = {}) {
    super();
    this.app = typeof app === "function" ? http.createServer(app) : app;
    this._options = options;
    this.jar = new Jar();
  }
}
for (const method of METHODS) {
  TestAgent.prototype[method] = function (path) {
    const test = new Test(this.app, realMethod(method), path, this.jar);
    this._setDefaults(test);
    return test;
  };
}

module.exports = supertest;
module.exports.Test = Test;
module.exports.agent = function agent(app, options) {
  return new TestAgent(app, options);
};
