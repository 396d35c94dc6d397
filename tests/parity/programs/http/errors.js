const http = require("http");
const req = http.get("http://localhost:1/");
req.on("error", (error) => console.log(error.code, error.syscall, error.name));
for (const call of [() => http.request("ftp://x"), () => http.request({ path: "/a b" }), () => http.request({ method: "BAD METHOD" }), () => http.createServer().listen(70000)]) {
  try { call(); } catch (error) { console.log(error.name, error.code, error.message); }
}
const server = http.createServer().listen(0, () => {
  const second = http.createServer().listen(server.address().port);
  second.on("error", (error) => { console.log(error.code, error.syscall); server.close(); });
});
console.log(http.METHODS.includes("GET"), http.STATUS_CODES[404], http.STATUS_CODES[418], http.maxHeaderSize);
