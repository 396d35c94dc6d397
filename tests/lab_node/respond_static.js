const express = require("express");
const { serve, refusal } = require("./respond/ask");
const files = `${__dirname}/respond/files`;
const app = express();
app.use(express.static(files));
app.use("/mounted", express.static(files));
app.use((req, res) => res.status(404).send("passed on"));
serve(app, async (ask) => {
  const paths = ["/", "/hello.txt", "/inner", "/inner?x=1", "/inner/", "/nothing", "/.hidden", "/hello.txt/", "/mounted", "/mounted/hello.txt", "//inner", "/%zz", "/a%00b", "/../ask.js", "/%2e%2e/ask.js"];
  for (const path of paths) await ask(path);
  await ask("/hello.txt", { method: "HEAD" });
  await ask("/hello.txt", { method: "POST" });
  console.log([undefined, 5, ""].map((root) => refusal(() => express.static(root))));
  console.log(refusal(() => express.static(files, { setHeaders: 5 })));
});
