const { EventEmitter, once } = require("node:events");
const lookups = require("./lookups");

const NAMES = ["points", "orders", "user"];

class Summary extends EventEmitter {
  found = new Map();

  begin(id) {
    for (const name of NAMES) {
      lookups[name](id).then(
        (value) => this.add(name, value),
        (error) => this.emit("over", 502, { failed: name }, error),
      );
    }
    return once(this, "over");
  }

  add(name, value) {
    this.found.set(name, value);
    if (this.found.size === NAMES.length) this.emit("over", 200, Object.fromEntries(this.found));
  }
}

exports.summary = async (id, res) => {
  const [status, body, error] = await new Summary().begin(id);
  if (error) console.error("summary", id, body.failed, error.message);
  res.statusCode = status;
  res.setHeader("Content-Type", "application/json; charset=utf-8");
  res.end(JSON.stringify(body, null, 2) + "\n");
};
