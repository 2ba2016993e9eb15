import type { Connection } from "./connection.ts";
import { rollBack } from "./roll_back.ts";

/**
 * A session that belongs to somebody else: closing it ends what is open in it, and leaves it open.
 */
export function borrowConnection(connection: Connection): Connection {
  const close = async () => {
    if (connection.transactionStatus !== "idle") await rollBack(connection);
  };
  return new Proxy(connection, {
    get(target, name) {
      if (name === "close") return close;
      const value = Reflect.get(target, name, target);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}
