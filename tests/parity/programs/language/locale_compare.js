// The order of texts for people, as the ICU of Node has it.
const words = ["b", "A", "a", "B", "é", "f", "_", "1", "10", "2", "-x", "Z", "z", "ä", "", " ", "ß", "ss", "Ø", "o", "日本", "№", "co-op", "coop", "Coop", "résumé", "resume", "Resume"];
const by = (...wishes) => words.toSorted((a, b) => a.localeCompare(b, ...wishes)).join("|");
console.log(by());
console.log(by("en"), by("sv"), by("de"));
console.log(by(undefined, { numeric: true }), by("en", { caseFirst: "upper" }), by("en", { ignorePunctuation: true }));
for (const sensitivity of ["base", "accent", "case", "variant"]) {
  console.log(sensitivity, "a".localeCompare("A", "en", { sensitivity }), "a".localeCompare("á", "en", { sensitivity }), "a".localeCompare("b", "en", { sensitivity }));
}
console.log(["10-a", "9-b", "2-c", "x10", "x9"].sort((a, b) => a.localeCompare(b, "en-u-kn-true")), "a".localeCompare("A", "en-u-kf-upper"));
const tried = (...wishes) => {
  try {
    return "a".localeCompare("b", ...wishes);
  } catch (error) {
    return `${error.name} ${error.message}`;
  }
};
for (const locales of [null, 5, ["en", 5], "xx-YY", [], {}, ["de", "sv"]]) console.log(tried(locales));
for (const options of [null, 5, { sensitivity: "foo" }, { usage: "x" }, { caseFirst: false }, { localeMatcher: "x" }, { numeric: 1 }]) console.log(tried("en", options));
console.log("a".localeCompare(), "null".localeCompare(null), String.prototype.localeCompare.length);
try {
  String.prototype.localeCompare.call(null, "a");
} catch (error) {
  console.log(error.name, error.message);
}
