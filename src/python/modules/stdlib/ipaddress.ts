import {
  nativeClass,
  nativeModule,
  type NativeModuleFactory,
  UnsupportedConstructError,
} from "../../runtime/mod.ts";
import { refused } from "./refused.ts";

const addressClass = (name: string) =>
  nativeClass({
    name,
    module: "ipaddress",
    new: ["*args, **kw", () => {
      throw new UnsupportedConstructError(
        `ipaddress.${name}()`,
        `ipaddress.${name}() is not available: the class is there for annotations`,
        { hint: "write the address as text" },
      );
    }],
  });

/** Module `ipaddress`: the classes, which annotations of columns name. */
export const create: NativeModuleFactory = () =>
  nativeModule("ipaddress", {
    ...Object.fromEntries(
      ["IPv4Address", "IPv6Address", "IPv4Network", "IPv6Network", "IPv4Interface", "IPv6Interface"]
        .map((name) => [name, addressClass(name)]),
    ),
    ...refused("ipaddress", ["ip_address", "ip_network", "ip_interface", "collapse_addresses"]),
  });
