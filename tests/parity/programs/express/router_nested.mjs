// Routers in files of their own, merged parameters, and an application in another.
import express, { Router, json } from "express";

const comments = Router({ mergeParams: true });
comments.get("/", (req, res) => res.json({ post: req.params.postId, base: req.baseUrl }));
comments.post("/", json(), (req, res) => res.status(201).json({ post: req.params.postId, ...req.body }));
const lonely = Router();
lonely.get("/", (req, res) => res.json(req.params));

const posts = Router({ caseSensitive: true, strict: true });
posts.param("postId", (req, res, next, id, name) => {
  req.seen = `${name}=${id}`;
  next(/^\d+$/.test(id) ? undefined : Object.assign(new Error(`bad ${name}`), { status: 400 }));
});
posts.get("/Hot", (req, res) => res.send("hot"));
posts.get("/:postId", (req, res) => res.send(req.seen));
posts.use("/:postId/comments", comments);
posts.use("/:postId/lonely", lonely);

const admin = express();
admin.on("mount", (parent) => console.log("mounted", parent === app, admin.mountpath, admin.path()));
admin.get("/", (req, res) => res.send(`${req.baseUrl} ${req.app === admin} ${res.app === admin}`));

const app = express();
app.locals.title = "shop";
app.use("/posts", posts);
app.use(["/admin", "/root"], admin);
app.use((err, req, res, next) => res.status(err.status).json({ error: err.message }));

const server = app.listen(0);
server.on("listening", async () => {
  const base = `http://localhost:${server.address().port}`;
  for (const path of ["/posts/1", "/posts/1/", "/posts/x", "/posts/Hot", "/posts/hot", "/posts/2/comments", "/posts/2/lonely", "/admin", "/root/", "/POSTS/3"]) {
    const res = await fetch(base + path);
    console.log(path, res.status, res.status === 404 ? "" : await res.text());
  }
  const res = await fetch(`${base}/posts/9/comments`, { method: "POST", body: '{"text":"good"}', headers: { "Content-Type": "application/json" } });
  console.log(res.status, await res.json());
  server.close(() => console.log("closed"));
});
