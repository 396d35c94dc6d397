const twice = require("./twice");
const note = { likes: 5 };

twice("PATCH /notes/1", { add: 1 }, (res, body) => {
  note.likes += body.add;
  res.writeHead(200).end();
}).then(() => console.log("likes", note.likes));
