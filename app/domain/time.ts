/**
 * The last UNIX second that RFC 3339 can say, since a year has four digits there. The chain takes later ones, up to
 * 2^48 - 1: whoever shows a time shows this one then, and no error.
 */
export const LAST_SECOND = Date.UTC(9999, 11, 31, 23, 59, 59) / 1000
