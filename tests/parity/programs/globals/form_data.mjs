// FormData: its entries, how it is shown and refused, and as the body of requests and answers.
import http from "node:http";
async function told(label, ask) {
  try {
    console.log(label, await ask());
  } catch (error) {
    console.log(label, error.name, error.code, error.message, error.cause?.message);
  }
}
const plain = (form) => [...form].map(([name, value]) => [name, typeof value === "string" ? value : [value.name, value.type, value.size]]);
const form = new FormData();
form.append("a", "1");
form.append("a", 2);
form.append("file", new File(["hello"], 'h"1.txt', { type: "text/plain", lastModified: 5 }));
form.append("lines\n", "x\ny");
console.log(form, [[form]].length, String(form), form.keys(), Object.keys(FormData.prototype));
console.log(form.get("a"), form.getAll("a"), form.has("b"), form.get("b"), [...form.keys()]);
form.set("a", "new");
form.append("blob", new Blob(["x"]), "name.bin");
form.forEach((value, name, self) => console.log(name, typeof value, self === form));
for (const name of ["append", "delete", "get", "getAll", "has", "set", "forEach", "entries"]) {
  await told(name, () => typeof form[name]());
  await told(name, () => FormData.prototype[name].call({}, "a", "b"));
}
await told("three", () => form.append("x", "y", "z"));
await told("undefined", () => form.append("x", "y", undefined));
await told("file", () => new File([]));
console.log(Object.keys(File.prototype));
await told("new", () => new FormData(5));
form.append("nameless", new File(["x"], ""), undefined);
const coded = new Response(form);
const type = coded.headers.get("content-type");
const boundary = type.split("boundary=")[1];
console.log(type.replace(/\d+$/, "N"), type.length, JSON.stringify((await coded.text()).replaceAll(boundary, "B")));
console.log(plain(await new Request("http://localhost/", { method: "POST", body: form }).formData()));
const parts = (body, head = "multipart/form-data; boundary=xx") => new Response(body, { headers: { "content-type": head } });
const one = 'Content-Disposition: form-data; name="a"\r\n\r\n1\r\n';
for (const [label, answer] of [
  ["whole", parts(`--xx\r\n${one}--xx--\r\n`)],
  ["quoted", parts(`before\r\n--xx\r\n${one}--xx--`, 'multipart/form-data; boundary="xx"')],
  ["empty", parts("--xx--\r\n")],
  ["file", parts('--xx\r\ncontent-disposition: form-data; name="f"; filename="q.txt"\r\n\r\nbody\r\n--xx--\r\n')],
  ["inner", parts('--xx\r\ncontent-disposition: form-data; filename="; name=x"; name="y"\r\n\r\nbody\r\n--xx--\r\n')],
  ["garbage", parts("garbage")],
  ["no end", parts(`--xx\r\n${one}`)],
  ["no boundary", parts("x", "multipart/form-data")],
  ["no name", parts("--xx\r\nContent-Disposition: form-data\r\n\r\n1\r\n--xx--\r\n")],
  ["json", parts("{}", "application/json")],
  ["question", parts("?a=1", "application/x-www-form-urlencoded")],
  ["query", parts("a=1&b=%20+c&a=2", "application/x-www-form-urlencoded;charset=utf-8")],
]) {
  await told(label, async () => plain(await answer.formData()));
}
const server = http.createServer(async (request, response) => {
  const body = Buffer.concat(await request.toArray());
  console.log(request.method, Number(request.headers["content-length"]) === body.length, body.includes("hello"));
  response.setHeader("content-type", "application/x-www-form-urlencoded").end("ok=1");
});
server.listen(0, async () => {
  const answer = await fetch(`http://localhost:${server.address().port}`, { method: "POST", body: form });
  console.log(plain(await answer.formData()));
  server.close();
});
