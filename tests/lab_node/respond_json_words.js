const texts = ['{"a":[1,2,}', '{\n  "a": 1,\n}', "{'a':1}", '{"a":"\n"}', "[1,]", "[01]", '["\\x"]', "[NaN]", '["abc', '{"a":1}{"b":2}', '{"a" 1}', "[1 2]", "[1", "{}\n x"];
for (const text of texts) {
  try {
    JSON.parse(text);
  } catch (error) {
    console.log(`${error.name}: ${error.message}`);
  }
}
try {
  JSON.stringify({ big: 1n });
} catch (error) {
  console.log(error.message);
}
