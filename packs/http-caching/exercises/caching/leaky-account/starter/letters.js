// Kishore opens each link of his letters that leads to this shop. His browser is logged in.
module.exports = (cookie) => async (req, res) => {
  const link = String(req.body?.link ?? "");
  if (!link.startsWith("/")) return res.status(400).send("a link begins with /");
  const answer = await fetch("http://localhost:3000" + link, { headers: { Cookie: cookie } });
  await answer.text();
  res.status(202).send("Kishore has opened it");
};
