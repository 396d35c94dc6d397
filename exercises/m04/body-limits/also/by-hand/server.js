const express = require("express");
const app = express();

const MOST = 10 * 1024;
const refuse = (status, error) => Promise.reject({ status, error });

async function readJson(req) {
  const pieces = [];
  let size = 0;
  for await (const piece of req.iterator({ destroyOnReturn: false })) {
    size += piece.length;
    if (size > MOST) return refuse(413, `more than ${MOST} bytes`);
    pieces.push(piece);
  }
  try {
    return JSON.parse(Buffer.concat(pieces));
  } catch {
    return refuse(400, "no JSON");
  }
}

app.post("/orders", async (req, res) => {
  try {
    if (!req.is("application/json")) await refuse(415, "send application/json");
    const body = await readJson(req);
    if (!Array.isArray(body?.items) || body.items.length === 0) await refuse(422, "no items");
    const id = Math.random().toString(36).slice(2);
    res.status(201).location(`/orders/${id}`).json({ items: body.items, id });
  } catch ({ status = 500, error = "not served" }) {
    if (status === 413) res.set("Connection", "close");
    res.status(status).json({ status, error });
  }
});

app.listen(3000);
