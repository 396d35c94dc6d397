// Headers: names without case, joined values, cookies apart, order, and what is refused.
const headers = new Headers({ "Content-Type": "text/plain", "X-Tea": "  green  " });
headers.append("x-tea", "black");
headers.append("Set-Cookie", "a=1");
headers.append("set-cookie", "b=2; Path=/");
headers.set("Accept", "a");
headers.set("ACCEPT", "b");
console.log([...headers], headers.get("X-TEA"), headers.get("none"), headers.has("accept"), headers.getSetCookie());
console.log(headers, Object.fromEntries(new Headers([["b", "1"], ["a", "2"], ["b", "3"]])));
headers.delete("x-tea");
headers.forEach((value, name, all) => console.log(name, value, all === headers));
console.log([...headers.keys()], [...headers.values()], [...headers.entries()].length, headers[Symbol.toStringTag], String(headers));
console.log(new Headers(headers).get("accept"), new Headers(new Map([["m", "1"]])).get("m"), [...new Headers()], new Headers({ n: 5, list: [1, 2], nothing: undefined }).get("list"));
for (const args of [[{ "a b": "1" }], [{ a: "x\ny" }], [[["a"]]], [{ a: "你" }], ["text"], [null], [5], [[["a", "b", "c"]]]]) {
  try { console.log([...new Headers(...args)]); } catch (error) { console.log(error.name, error.message); }
}
for (const call of [() => headers.get(), () => headers.append("a"), () => headers.set("", "x"), () => headers.has("a\n"), () => headers.append("a", "1\n2")]) {
  try { console.log(call()); } catch (error) { console.log(error.name, error.message); }
}
