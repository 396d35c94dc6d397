await fetch(process.env.TARGET);
