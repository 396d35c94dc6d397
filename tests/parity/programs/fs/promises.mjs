import { readFile, access, stat, readdir } from "node:fs/promises";
console.log(await readFile(new URL("data.txt", import.meta.url), "utf8"));
await readFile("nope").catch((error) => console.log(error.code, error.message));
await access("nope").catch((error) => console.log(error.code, error.message));
console.log((await stat(import.meta.dirname)).isDirectory(), (await readdir(import.meta.dirname)).sort());
