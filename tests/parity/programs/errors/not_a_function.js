// What is called and is no function is named by the call, whatever its arguments are.
const told = (ask) => {
  try {
    ask();
  } catch (error) {
    console.log(`${error.name}: ${error.message}`, error.stack.split("\n")[1].split(":").slice(-2).join(":").replace(")", ""));
  }
};
const app = { routes: [1], get: () => app };
const handler = (request) => request;
told(() => app.del("/", (request, response) => response.send("x")));
told(() => app.del(handler));
told(() => app.del("/", app, app.routes));
told(() => app.get("/").del(handler));
told(() => [1].mapp((one) => one + 1));
told(() => [1].mapp(one => one + 1));
told(() => app.del({ handler: app, list: [handler] }));
told(() => {
  app.del("/tasks", (request) => {
    request.end();
  });
});
told(() => app.routes.push.nothing(app));
told(() => app.del(async () => handler));
told(() => app.del("/:)", app));
told(() => app.sent("text/html; charset=utf-8", handler));
