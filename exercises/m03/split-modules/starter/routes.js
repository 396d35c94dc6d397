let count = 0;

exports.visit = (req, res) => {
  res.end(`you are visitor ${++count}`);
};

exports.show = (req, res) => res.end(`visitors: ${count}`);
