process.env.GREETING = "set before";
