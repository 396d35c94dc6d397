// memory: 256
// turn: 20000
// wall: 60000
// ends: threw or memory
// Many rejections that nobody handles.
for (let i = 0; i < 5e4; i += 1) Promise.reject(new Error(i));
