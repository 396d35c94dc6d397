const express = require("express");
const app = express();
app.use(express.json());

// pick: the fields of a body that are allowed
// find: the note of an id, or 404
// create, read, replace, change, delete
// other methods: 405 with Allow
// what is left: 404 and 400 as JSON

app.listen(process.env.PORT, "127.0.0.1");
