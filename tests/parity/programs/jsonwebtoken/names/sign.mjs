import { sign } from "jsonwebtoken";
sign();
