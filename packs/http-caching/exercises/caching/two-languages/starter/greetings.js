// What the shop says, by language.
module.exports = { de: "Grüß Gott", en: "Good day", fr: "Bonjour" };
