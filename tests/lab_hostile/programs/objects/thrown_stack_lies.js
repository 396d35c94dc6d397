// ends: threw
// A thing that is thrown and that is no plain error.
throw Object.assign(new Error('x'), { stack: 'Error: x\n    at f (/etc/passwd:1:1)\n    at g (/app/main.js:99999999999999999999:-4)\n    at (((' });
