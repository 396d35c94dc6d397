// A file is packed by a pipeline, unpacked by another, and a broken one fails.
import { createReadStream, createWriteStream } from "node:fs";
import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import zlib, { createGunzip, createGzip } from "node:zlib";

const folder = await mkdtemp(path.join(import.meta.dirname, "tmp-"));
try {
  const [plain, packed, again] = ["plain.txt", "plain.txt.gz", "again.txt"].map((name) => path.join(folder, name));
  const lines = Array.from({ length: 5000 }, (_, n) => `${n};green tea;${n * 2}`).join("\n");
  await writeFile(plain, lines);
  await pipeline(createReadStream(plain), createGzip({ level: 9 }), createWriteStream(packed));
  console.log((await stat(packed)).size < lines.length / 3, (await readFile(packed)).subarray(0, 3));
  await pipeline(createReadStream(packed, { highWaterMark: 100 }), createGunzip(), createWriteStream(again));
  console.log((await readFile(again, "utf8")) === lines);
  await writeFile(packed, (await readFile(packed)).subarray(0, 500));
  for (const source of [packed, plain, `${packed}.none`]) {
    try {
      await pipeline(createReadStream(source), createGunzip(), createWriteStream(again));
      console.log("unpacked");
    } catch (error) {
      console.log(path.basename(source), error.name, error.code, error.errno);
    }
  }
  let count = 0;
  const counter = async function* (source) { for await (const chunk of source) { count += chunk.length; yield chunk; } };
  await pipeline(["tea ", "cup ", "pot"], counter, createGzip(), createGunzip(), async (source) => { for await (const chunk of source) console.log(chunk.toString()); });
  const gzip = createGzip();
  gzip.write("part");
  gzip.flush(() => { console.log("flushed", gzip.read().length > 10); gzip.end(); gzip.resume(); });
  gzip.on("end", () => console.log("counted", count, gzip.bytesWritten));
  console.log(gzip instanceof zlib.Gzip, typeof gzip.close);
} finally {
  await rm(folder, { recursive: true });
}
