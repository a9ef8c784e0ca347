/** Whether one time of the API is later than another. As texts they cannot be compared: full seconds are written without a fraction, and `05Z` comes after `05.400Z`. */
export const isLater = (time: string, other: string): boolean => Date.parse(time) > Date.parse(other);
