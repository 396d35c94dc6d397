import { createRequire, isBuiltin, builtinModules } from "node:module";
const require = createRequire(import.meta.url);
console.log(require("./value.json"), require("./value.cjs"), isBuiltin("fs"), isBuiltin("node:fs"), isBuiltin("x"), builtinModules.includes("http"));
console.log(typeof import.meta.dirname, typeof import.meta.filename, import.meta.url.startsWith("file://"), typeof import.meta.resolve, import.meta.main);
