var stock = require("./stock");

function finish(res, promise) {
  promise.then(function (value) {
    res.statusCode = value ? 200 : 404;
    res.setHeader("content-type", "application/json; charset=utf-8");
    res.end(JSON.stringify(value || { error: "not found", code: 4 }));
  }).catch(function (error) {
    res.statusCode = 502;
    res.setHeader("content-type", "application/json; charset=utf-8");
    res.end(JSON.stringify({ error: String(error.message) }));
  });
}

function add(sum, name) {
  return stock.find(name).then(function (found) {
    return sum === null || !found ? null : sum + found.price;
  });
}

module.exports = {
  product: function (name, res) {
    finish(res, stock.find(name));
  },
  basket: function (names, res) {
    var sum = Promise.resolve(0);
    names.forEach(function (name) {
      sum = sum.then(function (before) { return add(before, name); });
    });
    finish(res, sum.then(function (all) { return all === null ? null : { sum: all }; }));
  },
};
