module.exports = { here: typeof __dirname, main: require.main === undefined };
