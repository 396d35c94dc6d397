// ends: exited 0
// turn: 20000
// memory: 512
// Texts of the recording that are longer than a frame of it.
const assert = require('node:assert');
const express = require('express');
const app = express();
const long = 'x'.repeat(5 << 20);
const named = (req, res) => { res.end('here'); };
Object.defineProperty(named, 'name', { value: long });
app.get(['/', `/${long}`], named);
app.get('/head', (req, res) => { res.setHeader('x', long); res.end('x'); });
app.use(new Function('req', 'res', 'next', `next()//# sourceURL=${long}`));
app.use((req, res) => { const error = new Error(long); error.stack = `Error\n    at f (/app/${long}.js:1:1)`; throw error; });
app.use((error, req, res, next) => { res.status(500).end('failed'); });
app.listen(3000, async () => {
  assert.equal(await (await fetch('http://localhost:3000/')).text(), 'here');
  await fetch('http://localhost:3000/head').then((answer) => answer.text()).catch(() => {});
  await fetch(`http://localhost:3000/${long}`).then((answer) => answer.text()).catch(() => {});
  await fetch('http://localhost:3000/', { headers: { x: long } }).then((answer) => answer.text()).catch(() => {});
  await fetch('http://localhost:3000/none').then((answer) => answer.text()).catch(() => {});
  console.log('end');
  process.exit(0);
});
