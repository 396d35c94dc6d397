const buffer = Buffer.alloc(16);
console.log(buffer.writeUInt8(255), buffer.writeInt16BE(-2, 1), buffer.writeUInt32LE(0xdeadbeef, 3), buffer.writeDoubleBE(1.5, 7), buffer);
console.log(buffer.readUInt8(), buffer.readInt16BE(1), buffer.readUInt32LE(3), buffer.readDoubleBE(7), buffer.readInt8(0), buffer.readUint16LE(3));
console.log(buffer.writeBigInt64LE(-5n), buffer.readBigInt64LE(), buffer.readBigUInt64BE(), buffer.writeIntBE(-3, 0, 3), buffer.readIntBE(0, 3), buffer.readUIntLE(0, 6));
console.log(buffer.writeFloatLE(0.1), buffer.readFloatLE());
for (const call of [() => buffer.writeUInt8(256), () => buffer.readUInt8(16), () => buffer.writeInt8("x"), () => buffer.readInt32LE(14), () => buffer.readUInt8("0"), () => buffer.readUInt8(1.5), () => buffer.readIntBE(0, 7), () => buffer.writeBigInt64LE(5)]) {
  try {
    console.log(call());
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
