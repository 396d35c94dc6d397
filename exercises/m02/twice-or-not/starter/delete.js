const twice = require("./twice");
const notes = new Map([[1, "Tea"]]);

twice("DELETE /notes/1", null, (res) => {
  const wasThere = notes.delete(1);
  res.writeHead(wasThere ? 204 : 404).end();
}).then(() => console.log("notes", notes.size));
