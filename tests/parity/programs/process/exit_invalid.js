for (const code of ["1", "x", 1.5, {}, null, undefined, true, ""]) {
  try {
    process.exitCode = code;
    console.log("took", code, process.exitCode);
  } catch (error) {
    console.log(error.name, error.code, error.message);
  }
}
process.exitCode = 0;
