package io.facegate.identity;

import io.facegate.identity.Credential.Request;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** The claimed signing time, checked against the clock and the scope. */
final class SigningTime {
    private static final Duration SKEW = Duration.ofMinutes(15);
    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");

    private static volatile Second last = new Second(0, FORM.format(Instant.EPOCH.atOffset(ZoneOffset.UTC)));

    private SigningTime() {}

    /** Returns the X-Amz-Date value as used in the string to sign. */
    static String checkedDate(Request request, SigV4Authorization authorization, Instant now) {
        var dates = RequestHeaders.values(request, "X-Amz-Date");
        if (dates.size() != 1) {
            throw SignatureFailure.incomplete("A signed request must carry exactly one X-Amz-Date header.");
        }
        var date = dates.get(0).strip();
        var signed = parseDate(date);
        if (!date.startsWith(authorization.day())) {
            throw SignatureFailure.invalid("The date in Credential is not the day of X-Amz-Date.");
        }
        if (signed.isBefore(now.minus(SKEW))) {
            throw SignatureFailure.invalid("Signature expired: " + date + " is now earlier than "
                    + text(now.minus(SKEW)) + " (" + text(now) + " - 15 min.)");
        }
        if (signed.isAfter(now.plus(SKEW))) {
            throw SignatureFailure.invalid("Signature not yet current: " + date + " is still later than "
                    + text(now.plus(SKEW)) + " (" + text(now) + " + 15 min.)");
        }
        return date;
    }

    /** The time to the second, as in X-Amz-Date; the last one is kept, since busy gateways sign many times a second. */
    static String text(Instant instant) {
        var known = last;
        if (known.second != instant.getEpochSecond()) {
            known = new Second(instant.getEpochSecond(), FORM.format(instant.atOffset(ZoneOffset.UTC)));
            last = known;
        }
        return known.text;
    }

    private record Second(long second, String text) {}

    private static Instant parseDate(String date) {
        if (date.length() != 16 || date.charAt(8) != 'T' || date.charAt(15) != 'Z') {
            throw malformedDate();
        }
        try {
            return LocalDateTime.of(
                            parseDigits(date, 0, 4),
                            parseDigits(date, 4, 6),
                            parseDigits(date, 6, 8),
                            parseDigits(date, 9, 11),
                            parseDigits(date, 11, 13),
                            parseDigits(date, 13, 15))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noSuchTime) {
            throw malformedDate();
        }
    }

    private static int parseDigits(String date, int from, int to) {
        int value = 0;
        for (int at = from; at < to; at++) {
            int digit = date.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                throw malformedDate();
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static io.facegate.call.Fault.Unauthenticated malformedDate() {
        return SignatureFailure.incomplete("X-Amz-Date must read YYYYMMDDTHHMMSSZ.");
    }
}
