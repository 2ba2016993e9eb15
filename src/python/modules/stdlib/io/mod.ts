import type { NativeModuleFactory } from "../../../runtime/context.ts";
import { nativeModule } from "../../../runtime/mod.ts";
import { refused } from "../refused.ts";
import { bufferedBaseClass, ioBaseClass, textBaseClass, unsupportedClass } from "./base.ts";
import { bytesIoClass } from "./bytes_io.ts";
import { stringIoClass } from "./string_io.ts";
import { textWrapperClass } from "./text_wrapper.ts";

/** Module `io`: files in memory. */
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
    ...refused("io", ["open", "open_code", "FileIO"]),
  });
