"use strict";

// The whole of a stream at once (nodejs.org/api/webstreams.html, "Utility consumers").

async function buffer(stream) {
  const chunks = [];
  for await (const chunk of stream) chunks.push(typeof chunk === "string" ? Buffer.from(chunk) : chunk);
  return Buffer.concat(chunks);
}

async function arrayBuffer(stream) {
  const bytes = await buffer(stream);
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
}

async function text(stream) {
  return (await buffer(stream)).toString();
}

module.exports = {
  arrayBuffer,
  blob: async (stream) => new Blob([await buffer(stream)]),
  buffer,
  bytes: async (stream) => new Uint8Array(await arrayBuffer(stream)),
  text,
  json: async (stream) => JSON.parse(await text(stream)),
};
