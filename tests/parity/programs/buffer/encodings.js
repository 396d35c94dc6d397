for (const encoding of ["utf8", "hex", "base64", "base64url", "latin1", "ascii", "utf16le", "binary", "ucs2"]) {
  const buffer = Buffer.from("héllo €", "utf8");
  const text = buffer.toString(encoding);
  console.log(encoding, JSON.stringify(text), Buffer.from(text, encoding).length, Buffer.byteLength("héllo €", encoding), Buffer.isEncoding(encoding));
}
console.log(Buffer.from("zz", "hex"), Buffer.from("abc", "hex"), Buffer.from("YQ", "base64"), Buffer.from("_-", "base64"), Buffer.from("a b=c", "base64"));
console.log(Buffer.from([256, -1, "3", 1.9, NaN]), Buffer.from(new Uint16Array([1, 256])), Buffer.from({ length: 2, 0: 1, 1: 2 }), Buffer.from(new String("s")));
console.log(Buffer.from(Buffer.from("copy")).toString(), Buffer.from(new ArrayBuffer(4), 1, 2));
for (const bad of [undefined, null, 5, Symbol("x"), {}, true]) {
  try {
    Buffer.from(bad);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
try {
  Buffer.from("x", "nope");
} catch (error) {
  console.log(error.name, error.code, error.message);
}
const shown = (use) => {
  try {
    console.log(use());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
};
for (const name of ["", null, undefined, 0, {}, "nope"]) shown(() => Buffer.from("ab").toString(name));
for (const name of ["", undefined, "nope"]) shown(() => Buffer.from("ab").indexOf("b", 0, name));
