"use strict";

// What is asked of the server as a whole.

const { MongoServerError } = require("npm/mongodb/errors");

/** The way to the database `admin`. */
class Admin {
  #db;

  constructor(db) {
    this.#db = db;
  }

  #admin() {
    return this.#db.client.db("admin");
  }

  async command(command, options = {}) {
    return this.#admin().command(command, options);
  }

  async buildInfo(options = {}) {
    return this.command({ buildinfo: 1 }, options);
  }

  async serverInfo(options = {}) {
    return this.command({ buildinfo: 1 }, options);
  }

  async serverStatus(options = {}) {
    return this.command({ serverStatus: 1 }, options);
  }

  async ping(options = {}) {
    return this.command({ ping: 1 }, options);
  }

  async replSetGetStatus(options = {}) {
    return this.command({ replSetGetStatus: 1 }, options);
  }

  async removeUser(username, options = {}) {
    await this.command({ dropUser: username }, options);
    return true;
  }

  async validateCollection(collectionName, options = {}) {
    const { session, ...rest } = options;
    const result = await this.#db.command({ validate: collectionName, ...rest }, { session });
    if (result.valid === false) throw new MongoServerError({ message: `Error: invalid collection ${collectionName}` });
    return result;
  }

  /** @returns {Promise<{databases: object[], totalSize: number}>} */
  async listDatabases(options = {}) {
    const { session, filter, nameOnly, authorizedDatabases } = options;
    const command = { listDatabases: 1 };
    if (typeof nameOnly === "boolean") command.nameOnly = nameOnly;
    if (filter) command.filter = filter;
    if (typeof authorizedDatabases === "boolean") command.authorizedDatabases = authorizedDatabases;
    return this.command(command, { session });
  }
}

module.exports = { Admin };
