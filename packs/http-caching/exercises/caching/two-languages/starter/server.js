const front = require("./front.js");
const greetings = require("./greetings.js");

function page(req, res) {
  // choose: the first language of Accept-Language that we have, else English
  // keep: for 60 seconds, apart by what you looked at
  // answer
}

front(page).listen(3000);
