exports.greet = (name = "you") => `Hello ${name}`;
