package io.facegate.ledger.record;

import io.facegate.call.Fault;
import java.time.Instant;

/** Timestamp formatter: {@code 2026-11-24T22:51:07.042Z}, always with milliseconds. */
final class TimestampWriter {
    private static final long YEAR_0 = -62167219200L;
    private static final long YEAR_10000 = 253402300800L;
    private static final int DAY = 86400;

    private TimestampWriter() {}

    /** Writes 24 bytes and returns the offset after them. */
    static int write(Instant time, byte[] to, int from) {
        long seconds = time.getEpochSecond();
        if (seconds < YEAR_0 || seconds >= YEAR_10000) {
            throw new Fault.LedgerDown("The clock is outside the years 0 to 9999.");
        }
        int second = (int) Math.floorMod(seconds, (long) DAY);
        int at = date(Math.floorDiv(seconds, (long) DAY), to, from);
        to[at++] = 'T';
        at = two(second / 3600, to, at);
        to[at++] = ':';
        at = two(second / 60 % 60, to, at);
        to[at++] = ':';
        at = two(second % 60, to, at);
        to[at++] = '.';
        int millis = time.getNano() / 1_000_000;
        to[at++] = (byte) ('0' + millis / 100);
        at = two(millis % 100, to, at);
        to[at++] = 'Z';
        return at;
    }

    /**
     * Writes the civil date of a day since 1970; counts years from March, so that a leap day is the last of its year.
     */
    private static int date(long day, byte[] to, int from) {
        long shifted = day + 719468;
        long era = Math.floorDiv(shifted, 146097L);
        int ofEra = (int) (shifted - era * 146097);
        int yearOfEra = (ofEra - ofEra / 1460 + ofEra / 36524 - ofEra / 146096) / 365;
        int ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        int month = (5 * ofYear + 2) / 153;
        int year = (int) (yearOfEra + era * 400) + (month >= 10 ? 1 : 0);
        int at = two(year / 100, to, from);
        at = two(year % 100, to, at);
        to[at++] = '-';
        at = two(month < 10 ? month + 3 : month - 9, to, at);
        to[at++] = '-';
        return two(ofYear - (153 * month + 2) / 5 + 1, to, at);
    }

    private static int two(int number, byte[] to, int at) {
        to[at] = (byte) ('0' + number / 10);
        to[at + 1] = (byte) ('0' + number % 10);
        return at + 2;
    }
}
