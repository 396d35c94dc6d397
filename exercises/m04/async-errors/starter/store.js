// The shop's data. It fails on purpose: each function in its own way.

const products = [{ id: 7, name: "tea" }];

// Throws: expected for an unknown product, unexpected for number 13.
exports.product = (id) => {
  if (id === 13) throw new Error("no such column: products_v2.price");
  const found = products.find((product) => product.id === id);
  if (!found) throw expected(404, "there is no product " + id);
  return found;
};

// Rejects: expected for too many cups, unexpected if the stock is away.
exports.order = async (cups) => {
  if (cups > 100) throw expected(409, "only 100 cups are left");
  if (cups === 13) {
    const error = new Error("stock-db.internal does not answer");
    error.status = 503;
    throw error;
  }
  return { id: 1, cups };
};

// Gives an error or rows to a callback: an error first, then each in turn.
let reports = 0;
exports.report = (callback) => {
  reports += 1;
  const error = new Error("no such table: orders_2026");
  const rows = [{ month: "May", cups: 40 }, { month: "June", cups: 52 }];
  const fails = reports % 2 === 1;
  setTimeout(() => (fails ? callback(error) : callback(null, rows)), 5);
};

// Gives some lines, then fails.
exports.lines = async function* () {
  yield "tea 2\n";
  yield "cups 6\n";
  throw new Error("disk sda1 is away");
};

function expected(status, message) {
  return Object.assign(new Error(message), { status });
}
