const path = require('path'), qs = require('querystring');
console.log(path.join('/a', '..', 'b', './c'), path.resolve('/x', 'y', '../z'), path.relative('/a/b/c', '/a/d'), path.basename('/q/w.txt', '.txt'), path.extname('a.b.c'), path.dirname('/a/b/'));
console.log(path.parse('/home/u/f.txt'), path.format({ dir: '/d', name: 'n', ext: '.e' }), path.normalize('a//b/../c/'), path.isAbsolute('x'));
console.log(qs.parse('a=1&b=2&a=3&c=%20x+y&d'), qs.stringify({ a: [1, 2], b: 'x y', c: true, d: null }));
for (const text of ['/p?x=1', 'http://a.b:80/c?d#e', 'HTTP://EXAMPLE.com/%7Efoo/../bar', 'file:///x/y', 'mailto:a@b.c', '//x', 'http://[::1]:3000/']) {
  try { const u = new URL(text); console.log(u.href, u.host, u.port, u.pathname, u.search, u.origin); } catch (e) { console.log(e.code, e.input); }
}
const u = new URL('/users?page=2&sort=name', 'http://localhost:3000'); console.log(u.pathname, u.searchParams.get('page'), [...u.searchParams], u.searchParams.has('x'));
u.pathname = '/a b'; u.search = '?q=ü'; u.hash = 'h'; u.port = '8080'; u.host = 'h.x:9'; console.log(String(u), u.searchParams.get('q'));
const p = new URLSearchParams('a=1&b=2&a=3'); p.delete('b'); p.append('c', '&='); p.sort(); console.log(p.toString(), p.getAll('a'), p.size, p); for (const [k, v] of p) console.log(k, v);
