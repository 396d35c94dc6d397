"use strict";

const express = require("express");

const http = require("http");
const app = express();
const first = app.listen(0, function (error) {
  console.log("first", error, this === first, first instanceof http.Server);
  const second = app.listen(first.address().port, (failure) => {
    console.log("second", failure.code, failure.syscall, second.listening);
    first.close();
    const third = app.listen({ port: 0, host: "127.0.0.1" }, () => {
      console.log(third.address().address);
      third.close(() => console.log("closed"));
    });
  });
});
try {
  app.listen(99999);
} catch (error) {
  console.log(error.code);
}
