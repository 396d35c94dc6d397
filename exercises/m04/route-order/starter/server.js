const express = require("express");
const { one, me, newest } = require("./handlers.js");
const app = express();

// names: fixed paths
// ids: digits only, or 400
app.get("/users/:id", one);
app.get("/users/me", me);
app.get("/users/newest", newest);

app.listen(3000);
