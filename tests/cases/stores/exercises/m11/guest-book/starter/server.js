"use strict";
const express = require("express");
const { MongoClient, ObjectId } = require("mongodb");
const { createClient } = require("redis");

const app = express();
app.use(express.json());

app.listen(3000);
