const http = require("http");
const { send } = require("./send");
const { product, basket } = require("./handlers");

http.createServer((req, res) => {
  const [, path, names] = req.url.split("/");
  if (path === "product") product(names, res);
  else if (path === "basket") basket(names.split(","), res);
  else send(res, 404, { error: "no such path" });
}).listen(3000);
