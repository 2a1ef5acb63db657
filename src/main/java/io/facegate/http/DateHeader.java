package io.facegate.http;

import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Writes the {@code Date} header of an answer when its head is sent (RFC 9110, 6.6.1). AWS's SDKs correct a wrong
 * clock of their own by it.
 */
public final class DateHeader {
    /** IMF-fixdate. {@link DateTimeFormatter#RFC_1123_DATE_TIME} writes the first days of a month with one digit. */
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private static final String NAME = "Date";

    private final InstantSource clock;
    private volatile Second newest = new Second(Long.MIN_VALUE, "");

    /** A second since 1970 as the header tells it. */
    private record Second(long number, String text) {}

    /** @param clock the clock by which the gateway checks signatures */
    public DateHeader(InstantSource clock) {
        this.clock = clock;
    }

    /** Handler for the first route of a server: goes on to the next route. */
    public void handle(RoutingContext routing) {
        routing.addHeadersEndHandler(head -> routing.response().putHeader(NAME, value()));
        routing.next();
    }

    /** The value of the header now. */
    public String value() {
        var now = clock.instant();
        var known = newest;
        if (known.number != now.getEpochSecond()) {
            known = new Second(now.getEpochSecond(), FORMAT.format(now));
            newest = known;
        }
        return known.text;
    }
}
