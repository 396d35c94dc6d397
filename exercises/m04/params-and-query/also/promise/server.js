const express = require("express");
const products = require("./products.js");
const app = express();
app.set("json spaces", 2);

function ask(text, query) {
  return new Promise((resolve, reject) => {
    const refuse = (status, error) => reject({ status, error });
    for (const letter of text) {
      if (letter < "0" || letter > "9") return refuse(400, "The id is written in digits.");
    }
    const id = BigInt(text);
    if (id < 1n || id > 2n ** 53n - 1n) return refuse(400, "The id is out of range.");

    const sent = query.getAll("currency");
    const code = sent.length === 0 ? "EUR" : sent.join("+");
    switch (code) {
      case "EUR":
      case "USD":
      case "INR":
        break;
      default:
        return refuse(400, "Use EUR, USD or INR.");
    }

    for (const { prices, ...product } of products) {
      if (BigInt(product.id) !== id) continue;
      return resolve({ ...product, price: prices[code], currency: code, unit: "smallest" });
    }
    refuse(404, "There is no such product.");
  });
}

app.get("/products/:id", (req, res) => {
  console.log(req.method, req.originalUrl);
  const query = new URL(req.originalUrl, "http://localhost").searchParams;
  ask(req.params.id, query)
    .then((body) => res.send(body))
    .catch(({ status, error }) => res.status(status).send({ error }));
});

app.listen(3000, () => console.log("ready"));
