// Some of the passwords that are tried first, all of 15 characters or more.
module.exports = [
  "123456789012345",
  "passwordpassword",
  "qwertyuiopasdfgh",
  "iloveyouiloveyou",
  "correcthorsebatterystaple",
];
