const express = require("express");
const { log } = require("./log.js");
const shop = require("./shop.js");
const app = express();

// id: keep a valid one, else make one; tell the client
// start: remember when, and which path
// finish: log what was sent
// pass on

app.use(shop);
app.listen(3000);
