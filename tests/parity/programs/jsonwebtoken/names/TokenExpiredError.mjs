import {
  TokenExpiredError,
} from "jsonwebtoken";
throw new TokenExpiredError();
