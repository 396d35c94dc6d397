function greet(name) {
  const who = name === undefined ? "you" : name;
  return "Hello " + who;
}

exports.greet = greet;
