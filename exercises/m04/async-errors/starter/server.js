const express = require("express");
const store = require("./store.js");
const app = express();
app.use(express.json());
app.use(require("./routes.js"));

// report: hand on what Express cannot hear

// half sent: leave it to Express
// expected: the status and the message
// unexpected: log all, tell nothing

app.listen(3000);
