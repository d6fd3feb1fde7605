/** What a cell of a sheet is quoted for, whichever line break it is: many readers end a record at any of them. */
export const LINE_BREAK = /[\r\n]/;
