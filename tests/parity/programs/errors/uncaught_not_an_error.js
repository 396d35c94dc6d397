throw { not: "an error" };
