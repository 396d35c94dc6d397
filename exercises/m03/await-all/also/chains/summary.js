const { user, orders, points } = require("./lookups");

exports.summary = (id, res) => {
  const body = {};
  const keep = (name, promise) =>
    promise.then((value) => { body[name] = value; }, () => Promise.reject(name));
  const send = (status, value) => {
    res.statusCode = status;
    res.setHeader("Content-Type", "application/json");
    res.end(JSON.stringify(value));
  };

  return Promise.all([keep("user", user(id)), keep("orders", orders(id)), keep("points", points(id))])
    .then(() => send(200, body))
    .catch((failed) => send(502, { failed }));
};
