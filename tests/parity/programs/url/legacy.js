const url = require("url");
console.log(url.fileURLToPath("file:///a%20b/c"), url.pathToFileURL("/a b#c?d").href, typeof url.URL, url.URL === URL);
console.log(url.format(new URL("http://a:b@c.d/e?f#g"), { auth: false, fragment: false, search: false }), url.domainToASCII("español.com"), url.urlToHttpOptions(new URL("http://u:p@h:81/p?q")).auth);
for (const bad of ["http://x/y", "file://host/x", "file:///a%2Fb", 5]) {
  try {
    url.fileURLToPath(bad);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
