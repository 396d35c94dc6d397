// ends: threw RangeError
const emitter = new (require('node:events'))();
emitter.on('x', () => emitter.emit('x'));
emitter.emit('x');
