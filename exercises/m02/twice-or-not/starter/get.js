const twice = require("./twice");
const note = { likes: 5 };

twice("GET /notes/1", null, (res) => {
  res.writeHead(200).end(JSON.stringify(note));
}).then(() => console.log("likes", note.likes));
