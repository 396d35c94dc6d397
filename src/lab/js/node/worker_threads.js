"use strict";

// Threads (nodejs.org/api/worker_threads.html): the lab has the main one.

const { allRefused } = require("internal/refused");

const environment = new Map();

module.exports = {
  isInternalThread: false,
  isMainThread: true,
  ...allRefused("worker_threads", [
    "BroadcastChannel", "MessageChannel", "MessagePort", "Worker", "markAsUncloneable", "markAsUntransferable",
    "moveMessagePortToContext", "postMessageToThread", "receiveMessageOnPort",
  ]),
  isMarkedAsUntransferable: () => false,
  resourceLimits: {},
  threadId: 0,
  threadName: "",
  SHARE_ENV: Symbol.for("nodejs.worker_threads.SHARE_ENV"),
  parentPort: null,
  workerData: null,
  setEnvironmentData: (key, value) => (value === undefined ? void environment.delete(key) : void environment.set(key, value)),
  getEnvironmentData: (key) => environment.get(key),
};
