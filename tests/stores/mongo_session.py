"""An ordinary session of PyMongo with `backlab serve --mongo`; the argument is the port."""

import sys

import pymongo
from bson import ObjectId
from pymongo.errors import BulkWriteError, DuplicateKeyError, OperationFailure

client = pymongo.MongoClient("127.0.0.1", int(sys.argv[1]), serverSelectionTimeoutMS=5000)
database = client["pymongo"]
users = database["users"]

made = users.insert_one({"name": "Kishore", "tags": ["a", "b"]})
assert isinstance(made.inserted_id, ObjectId) and made.acknowledged
assert users.find_one({"_id": made.inserted_id})["tags"] == ["a", "b"]

items = database["items"]
many = items.insert_many([{"_id": n, "n": n, "even": n % 2 == 0} for n in range(1000)])
assert len(many.inserted_ids) == 1000
read = [item["_id"] for item in items.find().sort("n", -1).batch_size(100)]
assert read == list(range(999, -1, -1)), read[:5]
assert items.count_documents({"even": True}) == 500 and items.estimated_document_count() == 1000

changed = items.update_many({"n": {"$lt": 10}}, {"$set": {"small": True}})
assert (changed.matched_count, changed.modified_count) == (10, 10)
again = items.update_many({"n": {"$lt": 10}}, {"$set": {"small": True}})
assert (again.matched_count, again.modified_count) == (10, 0)
upserted = items.update_one({"_id": "settings"}, {"$inc": {"n": 5}}, upsert=True)
assert upserted.upserted_id == "settings" and items.find_one({"_id": "settings"})["n"] == 5
assert items.find_one_and_update({"_id": 3}, {"$inc": {"n": 100}}, return_document=True)["n"] == 103
assert items.delete_one({"_id": "settings"}).deleted_count == 1

groups = list(items.aggregate([
    {"$match": {"_id": {"$gte": 10}}},
    {"$group": {"_id": "$even", "n": {"$sum": 1}, "most": {"$max": "$n"}}},
    {"$sort": {"_id": 1}},
]))
assert groups == [{"_id": False, "n": 495, "most": 999}, {"_id": True, "n": 495, "most": 998}], groups

assert users.create_index("email", unique=True, sparse=True) == "email_1"
users.insert_one({"email": "a@x.test"})
try:
    users.insert_one({"email": "a@x.test"})
    raise AssertionError("the second mailbox was taken")
except DuplicateKeyError as error:
    assert error.code == 11000 and error.details["keyValue"] == {"email": "a@x.test"}, error.details
plan = users.find({"email": "a@x.test"}).explain()
stats = plan["executionStats"]
assert plan["queryPlanner"]["winningPlan"]["inputStage"]["indexName"] == "email_1", plan
assert (stats["totalKeysExamined"], stats["totalDocsExamined"], stats["nReturned"]) == (1, 1, 1)
try:
    items.bulk_write([pymongo.InsertOne({"_id": 1}), pymongo.InsertOne({"_id": 5000})], ordered=False)
    raise AssertionError("an id was taken twice")
except BulkWriteError as error:
    assert error.details["nInserted"] == 1 and error.details["writeErrors"][0]["index"] == 0

try:
    with client.start_session() as session, session.start_transaction():
        items.insert_one({"_id": "in a transaction"}, session=session)
    raise AssertionError("a transaction began")
except OperationFailure as error:
    words = "Transaction numbers are only allowed on a replica set member or mongos"
    assert error.code == 20 and words in str(error), error
assert sorted(database.list_collection_names()) == ["items", "users"]
client.drop_database("pymongo")
assert "pymongo" not in client.list_database_names()
print("PyMongo", pymongo.version)
