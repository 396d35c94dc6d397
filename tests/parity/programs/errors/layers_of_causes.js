// parity: stderr
// An error with a cause, and one below that, as it is printed when nobody catches it.
class DatabaseError extends Error {
  constructor(message, options) {
    super(message, options);
    this.name = "DatabaseError";
    this.query = "SELECT 1";
  }
}
function connect() { throw Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED", port: 5432 }); }
function load() {
  try { connect(); } catch (error) { throw new DatabaseError("cannot load", { cause: error }); }
}
try { load(); } catch (error) { console.log(error.cause.code, error instanceof DatabaseError, String(error), Object.keys(error)); }
process.on("exit", (code) => console.log("exit", code));
load();
