const error = new RangeError("with more", { cause: new Error("why") });
error.code = "E_MORE";
throw error;
