const twice = require("./twice");
let note = { likes: 5 };

twice("PUT /notes/1", { likes: 7 }, (res, body) => {
  note = body;
  res.writeHead(200).end();
}).then(() => console.log("likes", note.likes));
