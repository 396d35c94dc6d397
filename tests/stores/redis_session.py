"""An ordinary session of redis-py with `backlab serve --redis`, in both protocols; the argument is the port."""

import sys

import redis

for protocol in (2, 3):
    client = redis.Redis(port=int(sys.argv[1]), protocol=protocol, decode_responses=True)
    assert client.ping()
    client.flushall()
    assert client.set("page", 1, ex=100) and client.incr("page") == 2 and 0 < client.ttl("page") <= 100
    assert client.set("page", 9, nx=True) is None
    client.hset("user", mapping={"name": "Asha", "city": "Pune"})
    assert client.hgetall("user") == {"name": "Asha", "city": "Pune"}
    client.rpush("jobs", "a", "b", "c")
    assert client.lpop("jobs") == "a" and client.blpop("jobs", timeout=1) in (("jobs", "b"), ["jobs", "b"])
    client.sadd("tags", "x", "y", "x")
    assert client.smembers("tags") == {"x", "y"}
    client.zadd("board", {"asha": 3, "ravi": 1.5})
    assert [tuple(one) for one in client.zrange("board", 0, -1, withscores=True)] == [("ravi", 1.5), ("asha", 3.0)]
    with client.pipeline() as pipe:
        pipe.incr("page").get("page")
        assert pipe.execute() == [3, "3"]
    assert sorted(client.scan_iter("*")) == ["board", "jobs", "page", "tags", "user"]
    heard = client.pubsub()
    heard.subscribe("news")
    assert heard.get_message(timeout=5)["type"] == "subscribe"
    assert client.publish("news", "hello") == 1
    assert heard.get_message(timeout=5)["data"] == "hello"
    heard.close()
    try:
        client.lpush("page", "a")
        raise AssertionError("a text took a list's command")
    except redis.ResponseError as error:
        assert str(error).startswith("WRONGTYPE"), error
    client.close()
print("redis-py", redis.__version__)
