// ends: wall
// wall: 700
// The next round always has work.
const again = () => setImmediate(again);
again();
