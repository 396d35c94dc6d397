// createApp(service) gives an Express application. It does not listen: main.js does.
exports.createApp = (service) => {
  // routes: read the request, call the service, answer
  // errors: from a code to a status; all others stay 500
};
