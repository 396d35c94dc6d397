const jwt = require("jsonwebtoken");

// From the configuration, as in a real server; here is what the lesson takes.
const SECRET = process.env.JWT_SECRET ?? "only for this lesson, 32 letters";
const user = { id: 2, email: "mei@shop.example", role: "customer" };
