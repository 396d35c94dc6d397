const express = require("express");
const app = express();

// health: the answer, then other methods

// what is left: 404 as JSON

app.listen(3000);
