const express = require("express");
const shop = require("./shop.js");
const app = express();

// words: what Cache-Control says for each address
// missing: what is not there

app.use(shop);
app.listen(3000);
