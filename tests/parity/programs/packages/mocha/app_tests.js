// Tests on the real mocha and supertest of npm; mocha runs them.

const request = require('supertest');
const express = require('express');
const assert = require('assert');
const app = express();
app.get('/u', (q, s) => s.json({ n: 1 }));
describe('app', () => { it('gives json', async () => { await request(app).get('/u').expect('Content-Type', /json/).expect(200, { n: 1 });
});
it('done', (done) => { request(app).get('/no').expect(404, done);
});
});
