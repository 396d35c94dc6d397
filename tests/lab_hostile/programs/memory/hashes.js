// ends: finished or turn or memory
// turn: 2000
// Keys that a weak hash would put into one place.
const map = new Map(), object = {}, set = new Set();
for (let i = 0; i < 20_000; i += 1) { const key = (i * 2 ** 32) || '0'; map.set(key, i); set.add(key); object['k' + key] = i; }
const letters = ['Aa', 'BB'];
for (let i = 0; i < 1 << 14; i += 1) { let key = ''; for (let bit = 0; bit < 14; bit += 1) key += letters[(i >> bit) & 1]; map.set(key, i); object[key] = i; }
console.log('end');
