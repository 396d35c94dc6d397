const express = require("express");
const app = express();
app.use(express.json());

// check: every field of an order, each mistake with its place
// check: every item, and what is not known
// answer: the order, or all mistakes at once
// broken JSON: the same form

app.listen(3000);
