"use strict";

// What the driver has and this one has not: each class is there by its name, so that an import does
// not fail, and refuses to be made.

const { refusal } = require("npm/refused");

/** Names of classes, and what to do instead where there is something. */
const CLASSES = {
  ClientEncryption: undefined,
  GridFSBucket: "files of up to 16 MB fit into a document as a Buffer",
  GridFSBucketReadStream: undefined,
  GridFSBucketWriteStream: undefined,
  MongoClientAuthProviders: undefined,
};
/** Events of connections, of which there are none. */
const EVENTS = [
  "ConnectionCheckedIn", "ConnectionCheckedOut", "ConnectionCheckOutFailed", "ConnectionCheckOutStarted",
  "ConnectionClosed", "ConnectionCreated", "ConnectionPoolCleared", "ConnectionPoolClosed", "ConnectionPoolCreated",
  "ConnectionPoolMonitoring", "ConnectionPoolReady", "ConnectionReady", "ServerClosed", "ServerDescriptionChanged",
  "ServerHeartbeatFailed", "ServerHeartbeatStarted", "ServerHeartbeatSucceeded", "ServerOpening", "ServerSelection",
  "ServerSelectionFailed", "ServerSelectionStarted", "ServerSelectionSucceeded", "SrvPolling", "TopologyClosed",
  "TopologyDescriptionChanged", "TopologyOpening", "WaitingForSuitableServer",
];

function absent(name, hint) {
  return {
    [name]: class {
      constructor() {
        throw refusal("mongodb", name, hint);
      }
    },
  }[name];
}

const classes = {};
for (const [name, hint] of Object.entries(CLASSES)) classes[name] = absent(name, hint);
for (const name of EVENTS) classes[`${name}Event`] = absent(`${name}Event`, undefined);

module.exports = classes;
