// Plays an API with the answers that a check asks for, and tells how users.js got along with it.
const http = require("http");
const users = require("./users");

// An answer waits `delay` ms before its headers, and `stall` ms in the middle of its body.
function play(res, { status = 200, type = "application/json; charset=utf-8", body = "[]", delay = 0, stall = 0 }) {
  setTimeout(() => {
    res.writeHead(status, { "Content-Type": type });
    res.write(body.slice(0, 1));
    setTimeout(() => res.end(body.slice(1)), stall);
  }, delay);
}

// JSON without the spaces that are free; any other text as it is.
function short(text) {
  try {
    return JSON.stringify(JSON.parse(text));
  } catch {
    return text;
  }
}

// The answers come in turn; the last one is given again if there are more requests.
async function trial(name, answers, ...more) {
  const seen = [];
  const server = http.createServer(async (req, res) => {
    let text = "";
    for await (const piece of req) text += piece;
    const type = text && ` ${String(req.headers["content-type"]).replace(/\s/g, "")} ${short(text)}`;
    seen.push(req.method + " " + req.url + type);
    play(res, answers[Math.min(seen.length, answers.length) - 1]);
  });
  await new Promise((listens) => server.listen(0, listens));
  const base = `http://localhost:${server.address().port}/api`;

  let end;
  try {
    end = JSON.stringify(await users[name](base, ...more));
  } catch (error) {
    end = error instanceof Error ? "Error: " + error.message : "thrown, but no Error: " + error;
  }
  server.close();
  server.closeAllConnections();
  return `${end} after ${seen.join(", ") || "no request"}`;
}

exports.getUsers = (answers) => trial("getUsers", answers);
exports.createUser = (answers, user) => trial("createUser", answers, user);
