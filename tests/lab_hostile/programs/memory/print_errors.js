// ends: output
// turn: 20000
for (;;) console.error(new Error('again'));
