const url = new URL("../x/./y?q=1&q=2#frag", "https://user:p%40ss@example.org:8080/a/b/c");
console.log(url.href, url.origin, url.protocol, url.username, url.password, url.host, url.hostname, url.port, url.pathname, url.search, url.hash);
url.port = "443";
url.pathname = "/new path";
url.search = "a=b c";
url.hash = "";
url.hostname = "EXAMPLE.com";
console.log(url.href, String(url), JSON.stringify({ url }), url.toJSON());
url.searchParams.append("z", "é&");
console.log(url.search, url.searchParams.get("a"), [...url.searchParams]);
for (const bad of ["nope", "", "http://", "/path", "http://a b"]) {
  try {
    new URL(bad);
  } catch (error) {
    console.log(error.name, error.code, error.message, error.input);
  }
}
console.log(URL.canParse("http://x"), URL.canParse("x"), URL.canParse("x", "http://y"), URL.parse("x"), new URL("HTTP://EXAMPLE.com:80/%7Efoo/../bar").href);
console.log(new URL("file:///a/b").pathname, new URL("data:text/plain,hi").protocol, new URL("mailto:a@b.c").pathname, new URL("http://[::1]:3000/").host, new URL("http://ünï.de").host);
console.log(url);
