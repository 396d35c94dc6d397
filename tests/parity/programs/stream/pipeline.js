const { pipeline, Readable, Transform, Writable } = require("stream");
const upper = new Transform({ transform(chunk, _, done) { done(null, String(chunk).toUpperCase()); } });
const parts = [];
pipeline(Readable.from(["a", "b", "c"]), upper, new Writable({ write(chunk, _, done) { parts.push(String(chunk)); done(); } }), (error) => {
  console.log("done", error, parts);
});
const failing = new Transform({ transform(chunk, _, done) { done(new Error("in transform")); } });
pipeline(Readable.from(["x"]), failing, new Writable({ write(chunk, _, done) { done(); } }), (error) => console.log("failed", error.message, failing.destroyed));
