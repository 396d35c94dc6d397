// A mock API that keeps notes, and two ways to ask it.
//
// `send` sends one request and prints the answer. `twice` begins with one note, sends a request
// two times, and prints each status with the notes that are then there.
import http from "node:http";

const note = () => ({ id: 1, title: "Tea", done: false });
let notes = [note()];
let last = 1;

function answer(method, path, body) {
  if (path === "/notes" && method === "POST") {
    last += 1;
    notes.push({ id: last, ...body });
    return [201, notes.at(-1)];
  }
  const id = Number(path.split("/")[2]);
  const at = notes.findIndex((note) => note.id === id);
  if (at < 0 && method === "PUT") {
    notes.push({ id, ...body });
    return [201, notes.at(-1)];
  }
  if (at < 0) return [404, { error: "no such note" }];
  if (method === "PUT") notes[at] = { id, ...body };
  if (method === "PATCH") Object.assign(notes[at], body);
  if (method === "DELETE") {
    notes.splice(at, 1);
    return [204];
  }
  return [200, notes[at]];
}

const server = http.createServer(async (req, res) => {
  let text = "";
  for await (const piece of req) text += piece;
  const [status, body] = answer(req.method, req.url, text && JSON.parse(text));
  res.writeHead(status, { "Content-Type": "application/json" });
  res.end(body && JSON.stringify(body));
});
await new Promise((listens) => server.listen(3000, listens));
server.unref();

async function ask(method, path, body) {
  const headers = { "Content-Type": "application/json" };
  const sent = body ? { method, headers, body: JSON.stringify(body) } : { method };
  const answer = await fetch("http://localhost:3000" + path, sent);
  return { status: answer.status, text: await answer.text() };
}

async function send(method, path, body) {
  const { status, text } = await ask(method, path, body);
  console.log(`${method} ${path}`.padEnd(17), status, text);
}

async function twice(method, path, body) {
  const state = () => notes.map((note) => note.id + " " + note.title).join(", ") || "none";
  notes = [note()];
  last = 1;
  console.log(method, path);
  for (const time of ["first ", "second"]) {
    const { status } = await ask(method, path, body);
    console.log(`  ${time}  ${status}   notes: ${state()}`);
  }
}
