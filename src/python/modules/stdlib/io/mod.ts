import type { NativeModuleFactory } from "../../../runtime/context.ts";
import { nativeFunction, nativeModule, type Value } from "../../../runtime/mod.ts";
import { refused } from "../refused.ts";
import { bufferedBaseClass, ioBaseClass, textBaseClass, unsupportedClass } from "./base.ts";
import { bytesIoClass } from "./bytes_io.ts";
import { openFile } from "./files.ts";
import { stringIoClass } from "./string_io.ts";
import { textWrapperClass } from "./text_wrapper.ts";

/** Module `io`: files in memory, and the text files of the project. */
export const create: NativeModuleFactory = () =>
  nativeModule("io", {
    StringIO: stringIoClass,
    BytesIO: bytesIoClass,
    TextIOWrapper: textWrapperClass,
    IOBase: ioBaseClass,
    TextIOBase: textBaseClass,
    BufferedIOBase: bufferedBaseClass,
    UnsupportedOperation: unsupportedClass,
    DEFAULT_BUFFER_SIZE: 8192,
    SEEK_SET: 0,
    SEEK_CUR: 1,
    SEEK_END: 2,
    open: nativeFunction(
      "open",
      "file, mode='r', buffering=-1, encoding=None, errors=None, newline=None, closefd=True, " +
        "opener=None",
      (
        file: Value,
        mode: Value,
        _buffering: Value,
        encoding: Value,
        errors: Value,
        newline: Value,
      ) => openFile(file, { mode, encoding, errors, newline }, "open()"),
    ),
    ...refused("io", ["open_code", "FileIO"]),
  });
