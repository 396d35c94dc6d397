// A store in a JSON file: first start, a broken file, writing beside and renaming, writes in turn.
const fs = require("node:fs/promises");
const path = require("node:path");
const folder = path.join(__dirname, "store.tmp");
class Store {
  #queue = Promise.resolve();
  constructor(file) { this.file = file; }
  async load() {
    try {
      return JSON.parse(await fs.readFile(this.file, "utf8"));
    } catch (error) {
      if (error.code === "ENOENT") return [];
      throw new Error(`cannot read ${path.basename(this.file)}`, { cause: error });
    }
  }
  change(change) {
    const next = this.#queue.then(async () => {
      const items = change(await this.load());
      await fs.writeFile(`${this.file}.new`, JSON.stringify(items, null, 2));
      await fs.rename(`${this.file}.new`, this.file);
      return items.length;
    });
    this.#queue = next.catch(() => {});
    return next;
  }
}
async function main() {
  await fs.mkdir(path.join(folder, "deep", "er"), { recursive: true });
  const store = new Store(path.join(folder, "items.json"));
  console.log(await store.load());
  console.log(await Promise.all([1, 2, 3].map((id) => store.change((items) => [...items, { id }]))));
  console.log(await fs.readFile(store.file, "utf8"), (await fs.readdir(folder)).sort());
  await store.change(() => { throw new Error("refused"); }).catch((error) => console.log(error.message));
  console.log(await store.change((items) => items.filter(({ id }) => id !== 2)), (await fs.stat(store.file)).isFile());
  await fs.appendFile(store.file, "}");
  await store.load().catch((error) => console.log(error.message, error.cause.name));
  const attempt = async (name, promise) => { try { console.log(name, await promise); } catch (error) { console.log(name, error.name, error.code, error.syscall, error.message.replaceAll(folder, "")); } };
  await attempt("exists", fs.access(store.file));
  await attempt("missing", fs.access(path.join(folder, "none")));
  await attempt("folder as file", fs.readFile(folder));
  await attempt("file as folder", fs.readdir(store.file));
  await attempt("not empty", fs.rmdir(folder));
  await attempt("there already", fs.mkdir(folder));
  await attempt("not there", fs.unlink(path.join(folder, "none")));
  await attempt("below a file", fs.writeFile(path.join(store.file, "x"), ""));
  await attempt("exclusive", fs.writeFile(store.file, "", { flag: "wx" }));
  await attempt("copy", fs.copyFile(path.join(folder, "none"), path.join(folder, "copy")));
  await attempt("rm", fs.rm(path.join(folder, "none")));
  await attempt("rm force", fs.rm(path.join(folder, "none"), { force: true }));
  await attempt("rm folder", fs.rm(folder));
  console.log((await fs.readdir(folder, { recursive: true })).sort(), (await fs.readdir(folder, { withFileTypes: true })).map((entry) => [entry.name, entry.isDirectory()]).sort());
}
main().finally(() => fs.rm(folder, { recursive: true, force: true }));
