// A crawler, as search engines have them: it reads a page, then follows each link on it.
//
// `crawl` starts a server whose pages the function `page` makes, sends the crawler there, and
// prints every request that it sends.
import http from "node:http";

async function crawl(page) {
  const server = http.createServer((req, res) => {
    console.log(req.method, req.url);
    res.end(page(req));
  });
  await new Promise((listens) => server.listen(3000, listens));
  const read = async (path) => (await fetch("http://localhost:3000" + path)).text();
  const links = (await read("/")).matchAll(/href="([^"]+)"/g);
  for (const [, path] of links) await read(path);
  server.close();
}
