const express = require("express");
const { find, save } = require("./store.js");

const app = express();
app.use(express.json());

// read: the note with its tag
// condition: is there one, and does it hold?
// save: and what if another save came first?

app.listen(3000);
