"use strict";

// dotenv: what a file's text means.
const { parse } = require("dotenv");

const LINES = [
  "A=1", "A = 1", "  A=1  ", "A:1", "A: 1", "A : 1", "A='1'", 'A="1"', "A=`1`", "A='a\"b'", 'A="a\\nb"', "A='a\\nb'", "A=`a\\nb`", 'A="a\\rb"', 'A="a\\tb"',
  'A="a\\\\nb"', 'A="a\\"b"', "A=a#b", "A=a #b", "A= # c", 'A="a#b" # c', "A='x' y", 'A="x', "A='x", 'A=x"y"', 'A="x"y"z"', "export A=1", "export  A=1",
  "exportA=1", "export A", "A", "A=", "A==", "A=b=c", "# A=1", "#A=1\nB=2", "A=1\r\nB=2\r\n", "A=1\rB=2", 'A="l1\nl2"', "A='l1\nl2'", "A=`l1\nl2`",
  'A="l1\r\nl2"', "A=l1\nl2", "a.b=1", "a-b=1", "1A=1", "A B=1", "é=1", "_A=1", "A.=1", "A=$B", "A=${B}", "A=\\$B", "A=1 2  3", 'A={"x": 1}', "A=  'x'  ",
  "A=' x '", "A=1\nA=2", "", "\n\n", "=1", " =1", "A='it''s'", 'A=""', "A=''", "A=' '", "\uFEFFA=1", "A\t=\t1", "A=1 B=2", "A=1;B=2", "A=\u00a0x\u00a0",
  "export A: 1", "A:b", "A:", 'A="a\\\nb"', "A=`\"'`", "A='a\\'b'", "A='a\\\\'", "A=#", "A='#'", 'A="a"#c', "A=a\\nb", 'A="open\nB=2', "A='x'\nB='y'",
  "A=\n\nB=1", "A= \nB=1", "  export   A   =  x", "A=x#", "A=x # y # z", "A='a' # 'b'", 'A="a" # "b"', 'A="a # b" # c', "__proto__=1", "constructor=5",
  "A=1\n  # c\n  B=2", "A=%\nB=!@#$", "A=b'c'd", "A='b'c'd'", "A=`b`c", "A='b'\"c\"", "A.b.c-d_e=1", "-=1", ".=1", "A=\n'x'\nB:\nC=1\nD=\n# c\nE=2",
  "A='''", 'A="a" "b"', "A='a\nB=2\nC='c'", "A='one' # it's\nB=2", 'KEY="-----BEGIN-----\nline=1\n#not a comment\n-----END-----"\nNEXT=1',
];
for (const text of LINES) console.log(JSON.stringify(text), JSON.stringify(parse(text)));
const long = `A=${"x".repeat(100_000)}\n${"B=1\n".repeat(2000)}C='${"y\n".repeat(2000)}'`;
const read = parse(long);
console.log(read.A.length, read.B, read.C.length, Object.getPrototypeOf(read) === Object.prototype);
