// ends: wall
// wall: 700
// A timer that always comes at once.
setInterval(() => {}, 0);
