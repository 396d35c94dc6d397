// ends: wall
// wall: 2000
// Each turn is just short enough.
const again = () => { const until = Date.now() + 100; while (Date.now() < until); setTimeout(again, 1); };
again();
