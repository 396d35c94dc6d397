// For the checks: tries each layer without the others.
const db = require("./db.js");
const { createRepository } = require("./repository.js");
const { createService } = require("./service.js");
const { createApp } = require("./app.js");

// The service, with a repository that is no database. `shelf` is what that one holds:
// { orders: [{ id, productId, quantity, status }], stock: { "7": 4 } }
exports.serve = async (call, id, shelf, broken = []) => {
  const service = createService(fakeRepository(shelf, broken));
  const came = await outcome(() => service[call](id));
  return { ...came, orders: shelf.orders.map((order) => order.status), stock: shelf.stock };
};

function fakeRepository(shelf, broken) {
  const mayBreak = (name) => {
    if (broken.includes(name)) throw new Error(`${name} is broken`);
  };
  return {
    findOrder(id) {
      mayBreak("findOrder");
      const found = shelf.orders.find((order) => order.id === Number(id));
      return found && { ...found };
    },
    setStatus(id, status) {
      mayBreak("setStatus");
      shelf.orders.find((order) => order.id === Number(id)).status = status;
    },
    addStock(productId, quantity) {
      mayBreak("addStock");
      shelf.stock[productId] += quantity;
    },
    transaction(work) {
      const before = structuredClone(shelf);
      const undo = (error) => {
        Object.assign(shelf, before);
        throw error;
      };
      try {
        const result = work();
        return typeof result?.then === "function" ? result.then(null, undo) : result;
      } catch (error) {
        return undo(error);
      }
    },
  };
}

// A function of the repository, with the database of db.js.
exports.store = async (call, ...values) => outcome(() => createRepository(db)[call](...values));
// What the database holds of an order and its product.
exports.held = (id) => ({ ...db.prepare(`SELECT orders.status, stock FROM orders
  JOIN products ON products.id = product_id WHERE orders.id = ?`).get(id) });

// A transaction of two steps; what the database holds afterwards.
exports.together = async (fails) => {
  const repository = createRepository(db);
  const came = await outcome(() => repository.transaction(() => {
    repository.setStatus(1, "cancelled");
    repository.addStock(7, 2);
    if (fails) throw new Error("the third step");
    return "both";
  }));
  return { ...came, held: exports.held(1) };
};

// The routes, with a service that is none. It gives, or throws, what is handed in here.
exports.route = async (request, gives, code) => {
  const calls = [];
  const fake = (name) => (id) => {
    calls.push([name, Number(id)]);
    if (code) throw Object.assign(new Error("from the service"), { code });
    return gives;
  };
  const app = createApp({ getOrder: fake("getOrder"), cancelOrder: fake("cancelOrder") });
  return { ...(await ask(app, request)), calls };
};

// All three layers; what the database holds afterwards.
exports.all = async (request, order) => {
  const answer = await ask(createApp(createService(createRepository(db))), request);
  return { ...answer, held: exports.held(order) };
};

// What a call gave, or the code of its error.
async function outcome(call) {
  try {
    return { gave: known(await call()) };
  } catch (error) {
    const threw = error?.code ?? "an error without a code";
    const status = error?.status ?? error?.statusCode;
    return status === undefined ? { threw } : { threw, withStatus: status };
  }
}

// Of an object the fields that the task knows; others are free.
function known(value) {
  if (typeof value !== "object" || value === null) return value ?? "nothing";
  const names = ["id", "productId", "quantity", "status", "error"];
  return Object.fromEntries(names.filter((name) => name in value).map((name) => [name, value[name]]));
}

async function ask(app, request) {
  app.set("env", "test");
  const server = app.listen(0);
  try {
    const [method, path] = request.split(" ");
    const signal = AbortSignal.timeout(1500);
    const answer = await fetch(`http://localhost:${server.address().port}${path}`, { method, signal });
    if (answer.status === 500) return { status: 500 };
    const body = await answer.json().catch(() => "no JSON");
    return { status: answer.status, body: known(body) };
  } catch (error) {
    if (error.name !== "TimeoutError") throw error;
    return { status: "no answer came" };
  } finally {
    server.close();
  }
}
