const fs = require("fs");
for (const path of [5.5, {}]) {
  try {
    fs.readFileSync(path);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
