// The tables of the shop, in memory.

exports.SETTINGS = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

// By email: the user's number, and the argon2id text of the password.
exports.users = new Map([
  ["asha@shop.example", { id: 7, hash: "$argon2id$v=19$m=19456,p=1,t=2$aPXBaZH69gkj97cxtBdhxw$Oi0nYf+gsCRXXSPXECPEASUoTBXq7+wlhoibwq8s1dA" }],
  ["ravi@shop.example", { id: 8, hash: "$argon2id$v=19$m=19456,p=1,t=2$zbw8tzZFPc0GqlVaGq6oMw$HQaaXDEOoPiPFzTE1H6+2QdGxb5c+kW0l5mEKUmcLnU" }],
]);

// By session id: the number of the user who is logged in.
exports.sessions = new Map();

// Yours: what is kept about resets.
exports.resets = new Map();

// The mail is a list here.
exports.outbox = [];
exports.mail = (to, token) => void exports.outbox.push({ to, token });
