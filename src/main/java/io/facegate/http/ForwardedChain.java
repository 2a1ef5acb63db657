package io.facegate.http;

import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What proxies say of the way of a request, in {@code X-Forwarded-For} and {@code X-Forwarded-Proto}, or in
 * {@code Forwarded} (RFC 7239).
 *
 * @param hops as added, the oldest first
 */
record ForwardedChain(List<Hop> hops) {
    private static final ForwardedChain UNCLEAR = new ForwardedChain(List.of());
    private static final int MOST = 32;
    private static final int LONGEST = 4096;

    private static final Pattern PORT =
            Pattern.compile("(?:\\[([0-9A-Fa-f:.]+)](?::\\d{1,5})?)|(?:([0-9.]+):\\d{1,5})");

    /** One pair of {@code Forwarded}: its name, and its value with or without quotes. */
    private static final Pattern PAIR = Pattern.compile("\\s*(\\w+)=(?:\"([^\"\\\\]*)\"|([^\\s\";,]*))\\s*");

    /**
     * What one proxy adds: who called it, and how.
     *
     * @param address as it was written; it may be none
     */
    record Hop(String address, boolean isOverTls) {}

    /** Reads the headers. Both kinds together are unclear: proxies would tell two stories. */
    static ForwardedChain read(MultiMap headers) {
        boolean isStandard = headers.contains("Forwarded");
        boolean isUsual = headers.contains("X-Forwarded-For") || headers.contains("X-Forwarded-Proto");
        if (isStandard == isUsual) {
            return UNCLEAR;
        }
        return isStandard ? standard(headers) : usual(headers);
    }

    /** The protocols are not told for each hop, so all of them must be https. */
    private static ForwardedChain usual(MultiMap headers) {
        var protocols = list(headers, "X-Forwarded-Proto");
        boolean isOverTls = !protocols.isEmpty() && protocols.stream().allMatch("https"::equalsIgnoreCase);
        return new ForwardedChain(list(headers, "X-Forwarded-For").stream()
                .map(address -> new Hop(withoutPort(address), isOverTls))
                .toList());
    }

    private static ForwardedChain standard(MultiMap headers) {
        var hops = list(headers, "Forwarded").stream().map(ForwardedChain::hop).toList();
        return hops.stream().anyMatch(Objects::isNull)
                ? UNCLEAR
                : new ForwardedChain(hops.stream().map(Objects::requireNonNull).toList());
    }

    /** What one element says; null if it is malformed or does not say who called. */
    private static @Nullable Hop hop(String element) {
        var addresses = new ArrayList<String>(1);
        var protocols = new ArrayList<String>(1);
        for (var part : element.split(";", -1)) {
            var pair = PAIR.matcher(part);
            if (!pair.matches()) {
                return null;
            }
            var value = pair.group(2) == null ? pair.group(3) : pair.group(2);
            switch (pair.group(1).toLowerCase(Locale.ROOT)) {
                case "for" -> addresses.add(withoutPort(value));
                case "proto" -> protocols.add(value);
                default -> {}
            }
        }
        return addresses.size() == 1
                ? new Hop(addresses.getFirst(), protocols.size() == 1 && "https".equalsIgnoreCase(protocols.getFirst()))
                : null;
    }

    /** The hosts that proxies say they were asked for; empty if none says so. */
    static List<String> hosts(MultiMap headers) {
        var hosts = new ArrayList<>(list(headers, "X-Forwarded-Host"));
        for (var element : list(headers, "Forwarded")) {
            for (var part : element.split(";", -1)) {
                var pair = PAIR.matcher(part);
                if (pair.matches() && pair.group(1).equalsIgnoreCase("host")) {
                    hosts.add(pair.group(2) == null ? pair.group(3) : pair.group(2));
                }
            }
        }
        return hosts;
    }

    /** The ports that proxies say they were asked at; empty if none says so. */
    static List<String> ports(MultiMap headers) {
        return list(headers, "X-Forwarded-Port");
    }

    /** The values of a header that may be given in several lines; none if there are too many to be true. */
    private static List<String> list(MultiMap headers, String name) {
        var whole = String.join(",", headers.getAll(name));
        var all = Arrays.stream(whole.split(",", -1)).map(String::strip).toList();
        return whole.length() > LONGEST || all.size() > MOST || whole.isEmpty() ? List.of() : all;
    }

    private static String withoutPort(String address) {
        var found = PORT.matcher(address);
        if (!found.matches()) {
            return address;
        }
        return found.group(1) == null ? found.group(2) : found.group(1);
    }
}
