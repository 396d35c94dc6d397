// The table of users. All texts in it were made with these settings.
exports.SETTINGS = { memoryCost: 19456, timeCost: 2, parallelism: 1 };

const users = [
  { id: 7, email: "asha@shop.example", hash: "$argon2id$v=19$m=19456,p=1,t=2$aPXBaZH69gkj97cxtBdhxw$Oi0nYf+gsCRXXSPXECPEASUoTBXq7+wlhoibwq8s1dA" },
  { id: 8, email: "ravi@shop.example", hash: "$argon2id$v=19$m=19456,p=1,t=2$zbw8tzZFPc0GqlVaGq6oMw$HQaaXDEOoPiPFzTE1H6+2QdGxb5c+kW0l5mEKUmcLnU" },
  { id: 9, email: "omar@shop.example", hash: "$argon2id$v=19$m=19456,p=1,t=2$SkneharCDpBQehQmmoYjgQ$4T5KXTNyew6e6PudWaT20RUymbIARR/1CzqM8iB8Xf4" },
];

// The user with this email, or undefined.
exports.find = (email) => users.find((user) => user.email === email);
