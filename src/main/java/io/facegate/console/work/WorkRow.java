package io.facegate.console.work;

/**
 * Something that waits, as a row of the inbox.
 *
 * @param address of its own page
 * @param what it is, in a few words
 * @param detail the words under that
 * @param organisation whom it concerns; empty if that is not told here
 * @param state what has happened so far
 * @param moment until when, or since when
 * @param clock how long that is from now, in words
 */
record WorkRow(
        String address, String what, String detail, String organisation, String state, String moment, String clock) {}
