setTimeout(() => {
  throw "only text";
}, 1);
