import express from "express";

const app = express();

app
  .get("/", (req, res) => {
    res.type("text").send("Hello Backend");
  })
  .get("/health", async (req, res) => {
    return res.status(200).send({ ok: true });
  })
  .use((req, res) => {
    res.status(404).json({ error: "nothing here" });
  });

app.listen(3000, (error) => {
  if (error) throw error;
});
