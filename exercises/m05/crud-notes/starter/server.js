const express = require("express");
const app = express();
app.use(express.json());

// pick: the fields of a body that are allowed
// find: the note of an id, or 404
// create, read, replace, change, delete
// what is left: 405 with Allow

app.listen(3000);
