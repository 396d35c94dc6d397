"use strict";

const express = require("express");

const app = express();
const texts = [
  "a=1&b[c]=2", "a[]=1&a[]=2", "a=1&a=2", "a[1]=x&a[0]=y", "a[100]=x", "a[b][c][d][e][f][g][h]=1", "a=b&a[c]=d", "a&b=", "a%5Bb%5D=c", "[]=1", "a.b=1", "a[b]=1&a=2", "__proto__[x]=1",
  "hasOwnProperty=1", "a=1;b=2", "a=%E4", "a[0]b=1", "a[b=1", "=x", "a[][b]=1&a[][b]=2", "a[0]=1&a[2]=3", "a[19]=z", "a[20]=z", "a+b=c+d", "a[]=", "?a=1", "a[b]c=1", "a[1e3]=1", "a[-1]=2", "a[01]=3",
  "[a]=1", "a[]=1&a=2&a[b]=3", "a=1&a[]=2", "a[b]=1&a[]=2", "a[0]=1&a[b]=2", "a[][]=1", "a]=1", "&&a=1&", "[=1", "a[=1", "a[b][c=1", "a]b[c]=1", "a[[b]]=1", "a[]=1&a[]=2&a[][c]=3", "a[0]=x&a[0]=y", "a[0]=x&a[0][b]=1", "a[2]=x&a[]=y", "a[b]=1&a[]=2&a[]=3", "a=b&a[c]=d&a[e]=f", "a[][0]=1", "a[0][]=1&a[0][]=2", "a[0][b]=1&a[1][b]=2&a[0][c]=3", "a[b]=1&a[b]=2&a[b][c]=3", "a.b[c]=1", "a[ ]=1", "a==b", "a[b]=c=d", "%5B%5D=1", "filter[age][gte]=18&sort=-name&page[size]=10", "tags[]=a&tags[]=b&tags[]=c", "users[0][name]=x&users[1][name]=y", "",
];
for (const parser of ["simple", "extended", true, (text) => ({ text })]) {
  app.set("query parser", parser);
  const parse = app.get("query parser fn");
  for (const text of texts) console.log(String(parser).slice(0, 8), text, JSON.stringify(parse(text)), Object.getPrototypeOf(parse(text)) === null);
}
app.set("query parser", false);
console.log(app.get("query parser fn"));
app.set("query parser", "extended");
console.log(Object.keys(app.get("query parser fn")(Array.from({ length: 1200 }, (_, index) => `k${index}=1`).join("&"))).length);
