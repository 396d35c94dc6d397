const buffer = Buffer.alloc(8);
console.log(buffer.write("abc"), buffer.write("de", 3), buffer.write("xyz", 6), buffer.write("ff00", 0, "hex"), buffer.write("é", 1, 1), buffer);
console.log(buffer.toString("hex", 2, 4), buffer.toString(undefined, 0, 3));
const { constants, kMaxLength, INSPECT_MAX_BYTES } = require("buffer");
console.log(typeof constants.MAX_LENGTH, typeof kMaxLength, INSPECT_MAX_BYTES);
console.log(require("buffer").isUtf8(Buffer.from("é")), require("buffer").isAscii(Buffer.from("é")));
