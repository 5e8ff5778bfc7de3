/** Header in which the worker hands the hub a visitor whom it has checked. */
export const VISITOR_HEADER = "x-slipstream-visitor";
/** Header with what is known of them for experiments, as JSON. */
export const TRAITS_HEADER = "x-slipstream-traits";
