package io.facegate.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What proxies say of the way of a request, in {@code X-Forwarded-For} and {@code X-Forwarded-Proto}, or in
 * {@code Forwarded} (RFC 7239).
 *
 * @param addresses as added, the oldest first; an invalid address is kept as it is
 * @param isOverTls whether every hop that is told of came over TLS
 */
record ForwardedChain(List<String> addresses, boolean isOverTls) {
    private static final ForwardedChain UNCLEAR = new ForwardedChain(List.of(), false);
    private static final int MOST = 32;
    private static final int LONGEST = 4096;

    private static final Pattern PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)](?::\\d{1,5})?)|(?:([0-9.]+):\\d{1,5})");

    /** One pair of {@code Forwarded}: its name, and its value with or without quotes. */
    private static final Pattern PAIR = Pattern.compile("\\s*(\\w+)=(?:\"([^\"\\\\]*)\"|([^\\s\";,]*))\\s*");

    /** Reads the headers. Both kinds together are unclear: proxies would tell two stories. */
    static ForwardedChain read(MultiMap headers) {
        boolean isStandard = headers.contains("Forwarded");
        boolean isUsual = headers.contains("X-Forwarded-For") || headers.contains("X-Forwarded-Proto");
        if (isStandard == isUsual) {
            return UNCLEAR;
        }
        return isStandard ? standard(headers) : usual(headers);
    }

    private static ForwardedChain usual(MultiMap headers) {
        var addresses = list(headers, "X-Forwarded-For");
        var protocols = list(headers, "X-Forwarded-Proto");
        return addresses.isEmpty()
                ? UNCLEAR
                : new ForwardedChain(
                        addresses.stream().map(ForwardedChain::withoutPort).toList(), isTls(protocols));
    }

    private static ForwardedChain standard(MultiMap headers) {
        var addresses = new ArrayList<String>();
        var protocols = new ArrayList<String>();
        for (var hop : list(headers, "Forwarded")) {
            for (var part : hop.split(";", -1)) {
                var pair = PAIR.matcher(part);
                if (!pair.matches()) {
                    return UNCLEAR;
                }
                var value = pair.group(2) == null ? pair.group(3) : pair.group(2);
                switch (pair.group(1).toLowerCase(Locale.ROOT)) {
                    case "for" -> addresses.add(withoutPort(value));
                    case "proto" -> protocols.add(value);
                    default -> {}
                }
            }
        }
        return new ForwardedChain(addresses, isTls(protocols));
    }

    /** The values of a header that may be given in several lines; none if there are too many to be true. */
    private static List<String> list(MultiMap headers, String name) {
        var whole = String.join(",", headers.getAll(name));
        var all = Arrays.stream(whole.split(",", -1)).map(String::strip).toList();
        return whole.length() > LONGEST || all.size() > MOST || whole.isEmpty() ? List.of() : all;
    }

    private static boolean isTls(List<String> protocols) {
        return !protocols.isEmpty() && protocols.stream().allMatch("https"::equalsIgnoreCase);
    }

    private static String withoutPort(String address) {
        var found = PORT.matcher(address);
        if (!found.matches()) {
            return address;
        }
        return found.group(1) == null ? found.group(2) : found.group(1);
    }
}
