import jwt, { decode, verify as check } from "jsonwebtoken";
check(jwt, decode);
