const express = require("express");
const { serve, echo, form } = require("./respond/ask");
serve(echo(express, express.urlencoded({ extended: true })), async (ask) => {
  const bodies = [
    "user[name]=ada&user[tags][]=x&user[tags][]=y", "a[0]=x&a[2]=y&b[200]=z", "c[x]=1&c[]=2", "d=1&d[]=2",
    "e[][a]=1&e[][b]=2", "a=1&a[b]=2", "c[b]=1&c=2", "a%5Bb%5D=1", "toString=1&__proto__[x]=1&a[__proto__][y]=1", "f.g=1&[h]=2&i]=3&j[=4",
  ];
  for (const body of bodies) await ask("/", { method: "POST", headers: form, body });
});
