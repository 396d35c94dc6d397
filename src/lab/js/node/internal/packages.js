"use strict";

// Packages in `node_modules` beside the program (nodejs.org/api/packages.html).

const CONDITIONS = ["node", "require", "module-sync", "default"];

/**
 * The file that a bare specifier names, from the nearest `node_modules` folder that has it.
 * @param {string} specifier
 * @param {string} from absolute path of the file that asks
 * @param {{fileAt: Function, folderAt: Function, foldersAbove: Function}} look
 * @returns {string | undefined}
 */
function find(specifier, from, look) {
  if (specifier.startsWith("#")) return fromImports(specifier, from, look);
  const parts = specifier.split("/");
  const name = parts.splice(0, specifier.startsWith("@") ? 2 : 1).join("/");
  const subpath = parts.length > 0 ? `./${parts.join("/")}` : ".";
  for (const folder of look.foldersAbove(from)) {
    const root = `${folder}/${name}`;
    if (host.fileKind(root) === undefined) {
      const file = parts.length === 0 ? look.fileAt(root) : undefined;
      if (file !== undefined) return file;
      continue;
    }
    const found = inPackage(root, subpath, look);
    if (found !== undefined) return found;
  }
  return undefined;
}

function inPackage(root, subpath, look) {
  const { packageOf } = require("internal/modules");
  const { exports } = packageOf(root) ?? {};
  if (exports !== undefined && exports !== null) {
    const isTable = typeof exports === "object" && !Array.isArray(exports) && Object.keys(exports).some((key) => key.startsWith("."));
    const target = match(isTable ? exports : { ".": exports }, subpath);
    if (target === undefined) {
      const error = new Error(
        subpath === "."
          ? `No "exports" main defined in ${root}/package.json`
          : `Package subpath '${subpath}' is not defined by "exports" in ${root}/package.json`,
      );
      error.code = "ERR_PACKAGE_PATH_NOT_EXPORTED";
      throw error;
    }
    return `${root}/${target.slice(2)}`;
  }
  if (subpath === ".") return look.folderAt(root);
  const path = `${root}/${subpath.slice(2)}`;
  return look.fileAt(path) ?? look.folderAt(path);
}

function fromImports(specifier, from, look) {
  const { packageOf } = require("internal/modules");
  let folder = from;
  while (folder !== "") {
    folder = folder.slice(0, folder.lastIndexOf("/"));
    const { imports } = packageOf(folder || "/") ?? {};
    if (imports === undefined) continue;
    const target = match(imports, specifier);
    if (target?.startsWith("./")) return `${folder}/${target.slice(2)}`;
    return target === undefined ? undefined : find(target, from, look);
  }
  return undefined;
}

/** What a table of subpaths, perhaps with `*`, gives for one. */
function match(table, subpath) {
  if (Object.hasOwn(table, subpath)) return chosen(table[subpath]);
  let best;
  for (const key of Object.keys(table)) {
    const star = key.indexOf("*");
    if (star < 0) continue;
    const [start, end] = [key.slice(0, star), key.slice(star + 1)];
    const fits = subpath.startsWith(start) && subpath.endsWith(end) && subpath.length > start.length + end.length - 1;
    if (fits && (best === undefined || start.length > best.start.length)) best = { key, start, end };
  }
  if (best === undefined) return undefined;
  const middle = subpath.slice(best.start.length, subpath.length - best.end.length);
  return chosen(table[best.key])?.replaceAll("*", middle);
}

function chosen(target) {
  if (typeof target === "string") return target;
  if (target === null || target === undefined) return undefined;
  if (Array.isArray(target)) return target.map(chosen).find((one) => one !== undefined);
  for (const condition of Object.keys(target)) {
    if (!CONDITIONS.includes(condition)) continue;
    const found = chosen(target[condition]);
    if (found !== undefined) return found;
  }
  return undefined;
}

module.exports = { find };
