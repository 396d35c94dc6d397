let count = 0;
const value = () => count;
const increment = () => { count += 1; return count; };
module.exports = { value, increment };
