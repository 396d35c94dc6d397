console.log(new Proxy(function named() {}, {}), [new Proxy(class A {}, {})]);
