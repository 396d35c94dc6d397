// ends: memory
// turn: 20000
// Keeps what a cipher and a decoder give.
const crypto = require('node:crypto');
const cipher = crypto.createCipheriv('aes-256-ctr', Buffer.alloc(32), Buffer.alloc(16));
const zeros = Buffer.alloc(1 << 16);
const text = zeros.toString('base64');
const kept = [];
for (;;) kept.push(cipher.update(zeros), Buffer.from(text, 'base64'));
