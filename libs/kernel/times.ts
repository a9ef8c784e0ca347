/** The first and the last millisecond (since 1970) of the years that there are here, 0000 to 9999: no event, minute or watermark is beyond them. */
export const [FIRST_MS, LAST_MS] = [Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59.999Z')];
