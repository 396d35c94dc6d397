// Files as streams: parts, appending, events in order, what is missing.
import fs from "node:fs";
import path from "node:path";
import { once } from "node:events";
const folder = fs.mkdtempSync(path.join(import.meta.dirname, "tmp-"));
const file = path.join(folder, "log.txt");
const read = async (options) => { const parts = []; for await (const part of fs.createReadStream(file, options)) parts.push(part); return parts; };
try {
  const out = fs.createWriteStream(file);
  for (const name of ["open", "ready", "finish", "close"]) out.on(name, (value) => console.log("write", name, typeof value));
  console.log(out.write("one\n"), out.write("two\n", "utf8", (error) => console.log("written", error)), out.pending, path.basename(out.path));
  out.end("three\n");
  await once(out, "close");
  console.log(out.bytesWritten, out.closed);
  const more = fs.createWriteStream(file, { flags: "a" });
  more.end("four");
  await once(more, "finish");
  console.log(await read({ encoding: "utf8" }), (await read({ highWaterMark: 6 })).map(String));
  console.log(await read({ start: 4, end: 6, encoding: "utf8" }), await read({ start: 100 }), await read("hex"));
  const input = fs.createReadStream(file);
  for (const name of ["open", "ready", "end", "close"]) input.on(name, () => console.log("read", name));
  input.on("data", (chunk) => console.log("data", chunk.length));
  await once(input, "close");
  console.log(input.bytesRead, input.readableEnded);
  const fails = async (name, stream) => { const [error] = await once(stream, "error"); console.log(name, error.code, error.syscall, error.errno, path.basename(error.path ?? "-")); };
  await fails("missing", fs.createReadStream(path.join(folder, "none")));
  await fails("no folder", fs.createWriteStream(path.join(folder, "a", "b")));
  await fails("there already", fs.createWriteStream(file, { flags: "wx" }));
  await fails("a folder", fs.createReadStream(folder).resume());
  try { fs.createReadStream(file, { start: 5, end: 2 }); } catch (error) { console.log(error.code); }
  try { fs.createReadStream(5); } catch (error) { console.log(error.code); }
  fs.createReadStream(file).pipe(fs.createWriteStream(`${file}.copy`)).on("finish", () => {
    console.log("copied", fs.readFileSync(`${file}.copy`, "utf8").length);
    fs.rmSync(folder, { recursive: true });
  });
} catch (error) {
  fs.rmSync(folder, { recursive: true });
  throw error;
}
