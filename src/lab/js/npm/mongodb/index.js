"use strict";

// The package `mongodb` 7: the driver's API, over the store of documents that the lab has for each
// program (mongodb.com/docs/drivers/node).

const bson = require("npm/bson/index");
const { invalid, ...errors } = require("npm/mongodb/errors");
const { WriteConcern, ReadConcern, ReadPreference, ReadConcernLevel, ReadPreferenceMode } = require("npm/mongodb/concerns");
const { MongoClient } = require("npm/mongodb/mongo_client");
const { ClientSession } = require("npm/mongodb/session");
const { Db, ProfilingLevel } = require("npm/mongodb/db");
const { Admin } = require("npm/mongodb/admin");
const { Collection, ReturnDocument } = require("npm/mongodb/collection");
const { AbstractCursor, CURSOR_FLAGS, CursorTimeoutMode } = require("npm/mongodb/abstract_cursor");
const { ExplainableCursor, ExplainVerbosity } = require("npm/mongodb/explain");
const { FindCursor } = require("npm/mongodb/find_cursor");
const { AggregationCursor } = require("npm/mongodb/aggregation_cursor");
const { ListCollectionsCursor, ListIndexesCursor } = require("npm/mongodb/listing_cursors");
const { ChangeStream } = require("npm/mongodb/change_stream");
const { OrderedBulkOperation, UnorderedBulkOperation, BatchType } = require("npm/mongodb/bulk");
const monitoring = require("npm/mongodb/monitoring");
const absent = require("npm/mongodb/absent");

const AuthMechanism = Object.freeze({
  MONGODB_AWS: "MONGODB-AWS", MONGODB_DEFAULT: "DEFAULT", MONGODB_GSSAPI: "GSSAPI", MONGODB_PLAIN: "PLAIN",
  MONGODB_SCRAM_SHA1: "SCRAM-SHA-1", MONGODB_SCRAM_SHA256: "SCRAM-SHA-256", MONGODB_X509: "MONGODB-X509",
  MONGODB_OIDC: "MONGODB-OIDC",
});
const Compressor = Object.freeze({ none: 0, snappy: 1, zlib: 2, zstd: 3 });
const ServerApiVersion = Object.freeze({ v1: "1" });
const ServerType = Object.freeze({
  Standalone: "Standalone", Mongos: "Mongos", PossiblePrimary: "PossiblePrimary", RSPrimary: "RSPrimary",
  RSSecondary: "RSSecondary", RSArbiter: "RSArbiter", RSOther: "RSOther", RSGhost: "RSGhost", Unknown: "Unknown",
  LoadBalancer: "LoadBalancer",
});
const TopologyType = Object.freeze({
  Single: "Single", ReplicaSetNoPrimary: "ReplicaSetNoPrimary", ReplicaSetWithPrimary: "ReplicaSetWithPrimary",
  Sharded: "Sharded", Unknown: "Unknown", LoadBalanced: "LoadBalanced",
});

const { BSON, Binary, BSONRegExp, BSONSymbol, BSONType, Code, DBRef, Decimal128, Double, Int32, Long, MaxKey, MinKey } = bson;
const { ObjectId, Timestamp, UUID } = bson;

module.exports = {
  BSON, Binary, BSONRegExp, BSONSymbol, BSONType, Code, DBRef, Decimal128, Double, Int32, Long, MaxKey, MinKey, ObjectId,
  Timestamp, UUID, ...errors, ExplainableCursor, AbstractCursor, Admin, AggregationCursor, ChangeStream, ClientSession,
  Collection, Db, FindCursor, ListCollectionsCursor, ListIndexesCursor, MongoClient, OrderedBulkOperation,
  UnorderedBulkOperation, BatchType, AuthMechanism, Compressor, CURSOR_FLAGS, CursorTimeoutMode, ExplainVerbosity,
  ServerApiVersion, ReturnDocument, ProfilingLevel, ReadConcernLevel, ReadPreferenceMode, ServerType, TopologyType,
  ReadConcern, ReadPreference, WriteConcern, ...monitoring, ...absent,
};
