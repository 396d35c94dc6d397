const http = require("node:http");

// The notes, the answers, the port from the environment.
