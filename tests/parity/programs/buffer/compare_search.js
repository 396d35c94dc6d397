const a = Buffer.from("abc");
const b = Buffer.from("abd");
console.log(a.compare(b), b.compare(a), a.equals(Buffer.from("abc")), Buffer.compare(a, b), a.compare(b, 0, 2, 0, 2));
const text = Buffer.from("hello world, hello");
console.log(text.indexOf("hello"), text.indexOf("hello", 1), text.lastIndexOf("hello"), text.includes("world"), text.indexOf(111), text.indexOf(Buffer.from("lo")), text.indexOf(""), text.indexOf("x"), text.lastIndexOf("l", -10));
const slice = text.subarray(0, 5);
slice[0] = 72;
console.log(text.toString("utf8", 0, 5), text.slice(-5).toString(), text.slice(3, 1).length, slice.buffer === text.buffer);
console.log(a.copy(b, 1), b, a.copy(b, 0, 1, 2), a.toJSON(), JSON.stringify(a), [...a.entries()], [...a.keys()]);
console.log(Buffer.from("abcd").swap16().toString(), Buffer.from("abcd").swap32().toString(), Buffer.isBuffer(a), Buffer.isBuffer(new Uint8Array(1)));
console.log(a.toString("utf8", 1), a.at(-1), a.length, a.map((x) => x + 1), a.reverse());
try {
  Buffer.from("abc").swap16();
} catch (error) {
  console.log(error.name, error.code, error.message);
}
try {
  a.equals("abc");
} catch (error) {
  console.log(error.name, error.code, error.message);
}
