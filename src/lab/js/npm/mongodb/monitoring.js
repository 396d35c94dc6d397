"use strict";

// The events of commands, which a client emits when it was made with `monitorCommands`.

/** What both ends of a command's events have. */
class CommandEvent {
  constructor(name, { address, connectionId, requestId }) {
    this.name = name;
    this.address = address;
    this.connectionId = connectionId;
    this.serviceId = undefined;
    this.requestId = requestId;
  }

  get hasServiceId() {
    return false;
  }
}

/** A command is sent. */
class CommandStartedEvent extends CommandEvent {
  constructor(sent, command) {
    super("commandStarted", sent);
    this.databaseName = sent.databaseName;
    this.commandName = sent.commandName;
    this.command = command;
    this.serverConnectionId = sent.serverConnectionId;
  }
}

/** It was answered. */
class CommandSucceededEvent extends CommandEvent {
  constructor(sent, reply) {
    super("commandSucceeded", sent);
    this.commandName = sent.commandName;
    this.duration = Date.now() - sent.began;
    this.reply = reply;
    this.serverConnectionId = sent.serverConnectionId;
    this.databaseName = sent.databaseName;
  }
}

/** It was answered with an error. */
class CommandFailedEvent extends CommandEvent {
  constructor(sent, failure) {
    super("commandFailed", sent);
    this.commandName = sent.commandName;
    this.duration = Date.now() - sent.began;
    this.failure = failure;
    this.serverConnectionId = sent.serverConnectionId;
    this.databaseName = sent.databaseName;
  }
}

module.exports = { CommandStartedEvent, CommandSucceededEvent, CommandFailedEvent };
