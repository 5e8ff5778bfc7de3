/** Header in which the worker hands the hub a visitor whom it has checked. */
export const VISITOR_HEADER = "x-slipstream-visitor";
