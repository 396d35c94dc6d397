const http = require("node:http");

class Refused extends Error {
  constructor(status, headers = {}) {
    super(http.STATUS_CODES[status]);
    this.status = status;
    this.headers = headers;
  }
}

class Notes {
  #list = [];

  async handle(req, res) {
    try {
      const [status, value] = await this.#route(req);
      res.writeHead(status, { "content-type": "application/json; charset=utf-8" });
      res.end(JSON.stringify(value, null, 2) + "\n");
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      res.writeHead(error.status, { "content-type": "text/plain", ...error.headers });
      res.end(error.message);
    }
  }

  async #route(req) {
    if (!/^\/notes(\?.*)?$/.test(req.url)) throw new Refused(404);
    switch (req.method) {
      case "GET":
        return [200, this.#list];
      case "POST":
        return [201, this.#add(await this.#read(req))];
      default:
        throw new Refused(405, { Allow: "HEAD, GET, POST" });
    }
  }

  #add(text) {
    try {
      const note = { id: this.#list.length + 1, ...JSON.parse(text) };
      this.#list.push(note);
      return note;
    } catch {
      throw new Refused(400);
    }
  }

  #read(req) {
    return new Promise((resolve, reject) => {
      let bytes = Buffer.alloc(0);
      req.on("data", (piece) => {
        bytes = Buffer.concat([bytes, piece]);
        if (bytes.length > 1024) {
          req.pause();
          reject(new Refused(413, { Connection: "close" }));
        }
      });
      req.on("end", () => resolve(bytes.toString("utf8")));
    });
  }
}

const notes = new Notes();
http.createServer((req, res) => notes.handle(req, res)).listen(3000);
