"use strict";

// What the package throws. Their `name` is that of Error, as there.

/** The command was given up before it was sent. */
class AbortError extends Error {
  constructor() {
    super("The command was aborted");
  }
}

/** A watched key was changed before EXEC. */
class WatchError extends Error {
  constructor(message = "One (or more) of the watched keys has been changed") {
    super(message);
  }
}

class ConnectionTimeoutError extends Error {
  constructor() {
    super("Connection timeout");
  }
}

class SocketTimeoutError extends Error {
  /** @param {number} timeout in milliseconds */
  constructor(timeout) {
    super(`Socket timeout timeout. Expecting data, but didn't receive any in ${timeout}ms.`);
  }
}

class ClientClosedError extends Error {
  constructor() {
    super("The client is closed");
  }
}

class ClientOfflineError extends Error {
  constructor() {
    super("The client is offline");
  }
}

/** What a command gets that `destroy` ended. */
class DisconnectsClientError extends Error {
  constructor() {
    super("Disconnects client");
  }
}

class SocketClosedUnexpectedlyError extends Error {
  constructor() {
    super("Socket closed unexpectedly");
  }
}

class RootNodesUnavailableError extends Error {
  constructor() {
    super("All the root nodes are unavailable");
  }
}

/** The program's own strategy gave an error. */
class ReconnectStrategyError extends Error {
  /** @param {Error} originalError of the strategy @param {Error} socketError why it was asked */
  constructor(originalError, socketError) {
    super(originalError.message);
    this.originalError = originalError;
    this.socketError = socketError;
  }
}

/** An error that the server answered. */
class ErrorReply extends Error {}

class SimpleError extends ErrorReply {}

class BlobError extends ErrorReply {}

/** A command waited too long to be sent. */
class TimeoutError extends Error {}

class MultiErrorReply extends ErrorReply {
  /** @param {unknown[]} replies all of them @param {number[]} errorIndexes which are errors */
  constructor(replies, errorIndexes) {
    super(`${errorIndexes.length} commands failed, see .replies and .errorIndexes for more information`);
    this.replies = replies;
    this.errorIndexes = errorIndexes;
  }

  *errors() {
    for (const index of this.errorIndexes) yield this.replies[index];
  }
}

module.exports = {
  AbortError, WatchError, ConnectionTimeoutError, SocketTimeoutError, ClientClosedError, ClientOfflineError,
  DisconnectsClientError, SocketClosedUnexpectedlyError, RootNodesUnavailableError, ReconnectStrategyError, ErrorReply,
  SimpleError, BlobError, TimeoutError, MultiErrorReply,
};
