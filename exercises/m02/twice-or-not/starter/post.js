const twice = require("./twice");
const notes = ["Tea"];

twice("POST /notes", { title: "Cups" }, (res, body) => {
  notes.push(body.title);
  res.writeHead(201).end();
}).then(() => console.log("notes", notes.length));
