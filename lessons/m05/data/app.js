// An Express application that reads JSON bodies and listens on port 3000.
const express = require("express");
const app = express();
app.use(express.json());
app.listen(3000);
