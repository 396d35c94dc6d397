// ends: memory
// turn: 20000
// An async generator whose values are all kept.
async function* numbers() { for (let i = 0; ; i += 1) yield { i }; }
(async () => { const all = []; for await (const i of numbers()) all.push(i); })();
