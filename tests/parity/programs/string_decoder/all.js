const { StringDecoder } = require("string_decoder");
const decoder = new StringDecoder("utf8");
console.log(decoder.write(Buffer.from([0xe2, 0x82])), decoder.write(Buffer.from([0xac])), decoder.end(Buffer.from([0xe2])));
const hex = new StringDecoder("hex");
console.log(hex.write(Buffer.from("ab")), hex.end());
const base64 = new StringDecoder("base64");
console.log(base64.write(Buffer.from("a")), base64.write(Buffer.from("bc")), base64.end(Buffer.from("d")));
const wide = new StringDecoder("utf16le");
console.log(wide.write(Buffer.from([0x61])), wide.write(Buffer.from([0x00, 0x3d])), wide.end());
console.log(decoder.encoding, new StringDecoder().encoding, new StringDecoder("UTF-8").encoding);
try {
  new StringDecoder("nope");
} catch (error) {
  console.log(error.name, error.code, error.message);
}
