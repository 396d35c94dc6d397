"use strict";

// How the server says what it would do, or did.

const { AbstractCursor } = require("npm/mongodb/abstract_cursor");

const ExplainVerbosity = Object.freeze({
  queryPlanner: "queryPlanner", queryPlannerExtended: "queryPlannerExtended", executionStats: "executionStats",
  allPlansExecution: "allPlansExecution",
});

/** A cursor whose command can be explained. */
class ExplainableCursor extends AbstractCursor {
  /** @param {string | boolean | {verbosity: string}} [verbosity] @returns {Promise<object>} */
  explain(verbosity = true) {
    return this.run(this.command(), { explain: verbosity });
  }
}

module.exports = { ExplainableCursor, ExplainVerbosity };
