import base64, binascii
def attempt(f, *a, **k):
    try:
        print(getattr(f, "__name__", "f"), a, k, f(*a, **k))
    except Exception as e:
        print(getattr(f, "__name__", "f"), a, k, type(e).__name__, e)
DATA = [b"", b"a", b"ab", b"abc", b"hello world", bytes(range(256)), b"\xff\xfe\xfd"]
for data in DATA:
    for name in ["b64", "urlsafe_b64", "standard_b64", "b32", "b16", "b85", "a85", "b32hex"]:
        enc = getattr(base64, name + "encode")(data)
        dec = getattr(base64, name + "decode")(enc)
        print(name, enc if len(enc) < 60 else enc[:40], dec == data)
    print(binascii.hexlify(data)[:40], binascii.b2a_base64(data)[:40], base64.encodebytes(data)[:100])
for text in ["YWJj", b"YWJj", "YWI=", "YWI", "Y", "YW Jj\n", "YW$Jj", "====", "YWJjZA==junk", "Zm9v\nYmFy", "-_-_", "\u00e9", "abcd=", "abcd=a", "ab=c", "=ab"]:
    attempt(base64.b64decode, text); attempt(base64.b64decode, text, validate=True); attempt(base64.urlsafe_b64decode, text)
attempt(base64.b64encode, "str"); attempt(base64.b64encode, b"\xfb\xff", b"-_"); attempt(base64.b64decode, b"-_8=", altchars=b"-_"); attempt(base64.b64decode, 5)
attempt(base64.b32decode, "MFRGG==="); attempt(base64.b32decode, "mfrgg==="); attempt(base64.b32decode, "mfrgg===", True); attempt(base64.b32decode, "MFRG1"); attempt(base64.b16decode, "6162"); attempt(base64.b16decode, "6a"); attempt(base64.b16decode, "6a", True); attempt(base64.b16decode, "6"); attempt(base64.b16decode, "zz")
attempt(base64.decodebytes, b"YWJj\nYWJj\n"); attempt(binascii.unhexlify, "6162"); attempt(binascii.unhexlify, b"616"); attempt(binascii.unhexlify, "zz"); attempt(binascii.a2b_hex, "61"); attempt(binascii.b2a_hex, b"ab", ":"); attempt(binascii.hexlify, b"abcd", b"-", 2); attempt(binascii.crc32, b"hello"); attempt(binascii.a2b_base64, "YWJj"); attempt(binascii.b2a_base64, b"abc", newline=False)
print(issubclass(binascii.Error, ValueError), b"ab".hex(), bytes.fromhex("61 62"))
