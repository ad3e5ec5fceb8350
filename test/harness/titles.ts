/** Fixes whose title says that they let in what was meant, or that they answer where nothing answered. */
export const SAYS_SO =
  /^(Write |Let in |Let any site |Set CORS headers|Rename to |Allow (?!only)|Answer the preflight|Trust |Trim |Give the origins as )/;
