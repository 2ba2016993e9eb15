import random
from random import Random
def attempt(f, *a, **k):
    try:
        print(f(*a, **k))
    except Exception as e:
        print(type(e).__name__, e)
for seed in [0, 1, 42, -7, 2**32, 2**100 + 3, "text", "", "\u00e9\U0001f600", b"bytes", 1.5, -0.1, 1e300, 0.0, True]:
    r = Random(seed)
    print(repr(seed), r.random(), r.random(), r.randint(1, 100), r.randrange(0, 100, 7), r.getrandbits(10), r.getrandbits(40), r.getrandbits(100), r.choice("abcdef"))
random.seed(12345)
print([random.random() for _ in range(5)], [random.randint(-5, 5) for _ in range(20)])
x = list(range(20)); random.shuffle(x); print(x)
print(random.sample(range(100), 10), random.sample(range(10**6), 8), random.sample("abcdefghij", 3), random.sample([1, 2, 3], 3), random.sample(range(1000), 300)[:10])
print(random.sample(["a", "b"], 4, counts=[3, 5]))
print(random.choices("abc", k=10), random.choices("abc", weights=[1, 5, 1], k=10), random.choices([1, 2, 3], cum_weights=[1, 2, 10], k=8))
print(random.uniform(1, 2), random.uniform(5, -5), random.triangular(), random.triangular(0, 10, 2))
print(["%.12g" % random.gauss(0, 1) for _ in range(4)], ["%.12g" % random.normalvariate(5, 2) for _ in range(3)], "%.12g" % random.expovariate(2), "%.12g" % random.lognormvariate(0, 1))
print(random.randbytes(5), random.randbytes(0), random.getrandbits(0), random.getrandbits(1), random.getrandbits(32), random.getrandbits(33))
print([random.randrange(10) for _ in range(10)], random.randrange(10, 0, -3), random.randrange(2**70), random.randint(10**20, 10**21))
state = random.getstate()
a = [random.random() for _ in range(3)]
random.setstate(state)
print(a == [random.random() for _ in range(3)], state[0], len(state[1]), state[2])
for _ in range(700): random.random()
print(random.random())
attempt(random.choice, []); attempt(random.randint, 5, 1); attempt(random.randrange, 0); attempt(random.randrange, 5, 5); attempt(random.randrange, 0, 10, 0); attempt(random.sample, [1], 2); attempt(random.sample, {1}, 1); attempt(random.choices, [1, 2], weights=[1]); attempt(random.choices, [1], weights=[0]); attempt(random.choices, [1], [1], cum_weights=[1]); attempt(random.getrandbits, -1); attempt(Random, [1]) if False else None; attempt(random.seed, []); attempt(random.choices, [], k=1)
r = random.SystemRandom()
print(0 <= r.random() < 1, 1 <= r.randint(1, 3) <= 3, isinstance(r, Random), len(r.sample(range(5), 2)))
class Mine(Random):
    def __init__(self, seed):
        super().__init__(seed)
        self.n = 1
print(Mine(3).random() == Random(3).random(), Mine(3).n)
fresh = [random.Random().random() for _ in range(2)]
print(fresh[0] != fresh[1])
random.seed()
random.seed(7, version=2)
print(random.random())
