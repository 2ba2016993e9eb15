from loguru import logger
import sys

try:
    logger.remove(0)
except ValueError:
    pass
logger.add(sys.stdout, format="{message}", filter=lambda record: False, level="INFO")
logger.info("a {} {name}", 1, name="b")
logger.debug("not shown")
logger.success("done {")
logger.bind(x=1).opt(lazy=False).warning("w")
logger.log("ERROR", "e {}", 2)
with logger.contextualize(task=1):
    logger.critical("c")


@logger.catch(message="caught")
def fail(x):
    return 1 / x


print(fail(1), fail.__name__)
print(fail(0))
with logger.catch(ValueError):
    raise ValueError("x")
try:
    with logger.catch(ValueError):
        raise KeyError("y")
except KeyError as error:
    print("KeyError", error)
try:
    with logger.catch(reraise=True):
        raise KeyError("z")
except KeyError as error:
    print("KeyError", error)
