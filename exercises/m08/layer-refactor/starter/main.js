// Puts the three layers together, from the storage up, and starts the server.
const db = require("./db.js");
const { createRepository } = require("./repository.js");
const { createService } = require("./service.js");
const { createApp } = require("./app.js");

const app = createApp(createService(createRepository(db)));
app.listen(3000);
