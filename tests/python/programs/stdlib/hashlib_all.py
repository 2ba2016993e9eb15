import hashlib, hmac
INPUTS = [b"", b"a", b"abc", b"message digest", bytes(range(256)), b"x" * 55, b"x" * 56, b"x" * 63, b"x" * 64, b"x" * 65, b"x" * 111, b"x" * 112, b"x" * 119, b"x" * 127, b"x" * 128, b"x" * 129, b"y" * 1000, "h\u00e9llo \U0001f600".encode()]
for name in ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_224", "sha3_256", "sha3_384", "sha3_512", "blake2b", "blake2s"]:
    for data in INPUTS:
        h = getattr(hashlib, name)(data)
        print(name, len(data), h.hexdigest(), h.digest_size, h.block_size, h.name, h.digest() == bytes.fromhex(h.hexdigest()))
    h = hashlib.new(name)
    h.update(b"ab")
    c = h.copy()
    h.update(b"c")
    print(h.hexdigest(), c.hexdigest())
print(hashlib.new("SHA256", b"x").hexdigest(), hashlib.new("sha256", b"x").name)
print(hashlib.blake2b(b"abc", digest_size=16).hexdigest(), hashlib.blake2b(b"abc", digest_size=20, key=b"key").hexdigest(), hashlib.blake2s(b"abc", digest_size=8, key=b"k").hexdigest())
print(hashlib.blake2b(b"abc", salt=b"salt", person=b"me").hexdigest(), hashlib.blake2s(b"a", salt=b"12345678", person=b"p").hexdigest())
print(hashlib.shake_128(b"abc").hexdigest(20), hashlib.shake_256(b"abc").hexdigest(10), len(hashlib.shake_256(b"").digest(200)))
for f in [lambda: hashlib.md5("text"), lambda: hashlib.sha256(5), lambda: hashlib.new("nope"), lambda: hashlib.blake2b(b"", digest_size=65), lambda: hashlib.md5(None), lambda: hashlib.sha1(b"").update("x"), lambda: hashlib.blake2b(b"", digest_size=0)]:
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
print(hashlib.md5(b"x", usedforsecurity=False).hexdigest(), hashlib.sha256(string=b"x").hexdigest()[:8])
print("md5" in hashlib.algorithms_available, "sha256" in hashlib.algorithms_guaranteed, sorted(hashlib.algorithms_guaranteed))
print(hmac.new(b"key", b"msg", "sha256").hexdigest(), hmac.new(b"k" * 200, b"msg", hashlib.sha1).hexdigest(), hmac.compare_digest("a", "a"), hmac.compare_digest(b"a", b"b"), hmac.digest(b"k", b"m", "md5").hex())
m = hmac.new(b"key", digestmod="sha512"); m.update(b"a"); m.update(b"b"); print(m.hexdigest(), m.name, m.digest_size)
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 10).hex(), hashlib.pbkdf2_hmac("sha1", b"p", b"s", 2, 10).hex())
