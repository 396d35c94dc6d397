Promise.reject({ reason: 1 });
