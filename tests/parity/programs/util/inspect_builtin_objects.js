console.log(Math, JSON, Reflect, Atomics);
console.log(globalThis === global, typeof globalThis, Object.prototype.toString.call(globalThis));
console.log(Object.prototype, Array.prototype, Function.prototype, Map.prototype, Error.prototype.name);
console.log(new URL("http://user:pw@host:81/path?q=1#h"));
console.log(new URLSearchParams("a=1&b=2&a=3"), new URLSearchParams());
console.log(new URLSearchParams("a=1").keys(), new URLSearchParams("a=1").entries());
console.log(new TextEncoder().encode("hi"));
console.log(new AbortController());
console.log(AbortSignal.abort("why").reason);
