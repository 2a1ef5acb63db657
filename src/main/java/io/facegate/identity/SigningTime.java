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

    private SigningTime() {}

    /** Returns the X-Amz-Date value as used in the string to sign. */
    static String of(Request request, SigV4Authorization authorization, Instant now) {
        var dates = RequestHeaders.values(request, "X-Amz-Date");
        if (dates.size() != 1) {
            throw SignatureFailure.incomplete("A signed request must carry exactly one X-Amz-Date header.");
        }
        var date = dates.get(0).strip();
        var signed = instant(date);
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

    static String text(Instant instant) {
        return FORM.format(instant.atOffset(ZoneOffset.UTC));
    }

    private static Instant instant(String date) {
        if (date.length() != 16 || date.charAt(8) != 'T' || date.charAt(15) != 'Z') {
            throw malformed();
        }
        try {
            return LocalDateTime.of(
                            digits(date, 0, 4),
                            digits(date, 4, 6),
                            digits(date, 6, 8),
                            digits(date, 9, 11),
                            digits(date, 11, 13),
                            digits(date, 13, 15))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException noSuchTime) {
            throw malformed();
        }
    }

    private static int digits(String date, int from, int to) {
        int value = 0;
        for (int at = from; at < to; at++) {
            int digit = date.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                throw malformed();
            }
            value = value * 10 + digit;
        }
        return value;
    }

    private static io.facegate.call.Fault.Unauthenticated malformed() {
        return SignatureFailure.incomplete("X-Amz-Date must read YYYYMMDDTHHMMSSZ.");
    }
}
