package io.facegate.console;

import io.facegate.registry.Person.Login;
import java.net.URI;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * One-time links with which the people of a demo log in by name. Only the demo makes them, for people whom it registered
 * itself: a gateway that people use has none, whatever it is started with.
 */
public final class DemoLogins {
    /** The issuer of a demo's people. It is no address, so no token and no provider can have it. */
    public static final String ISSUER = "demo";

    private final BiConsumer<String, URI> printer;
    private final Map<String, byte[]> links = new LinkedHashMap<>();
    private @Nullable URI base;

    /**
     * Links for these people; none before {@link #openAt} gives the address.
     *
     * @param people their ids
     * @param printer receives each new link with the person's id
     */
    public DemoLogins(List<String> people, BiConsumer<String, URI> printer) {
        this.printer = printer;
        people.forEach(person -> links.put(person, new byte[0]));
    }

    /** Prints a link for each person. */
    public synchronized void openAt(URI server) {
        base = server;
        List.copyOf(links.keySet()).forEach(this::print);
    }

    /** Consumes the link with that token, and prints the person's next one; null if there is no such link. */
    synchronized @Nullable Login redeem(String token) {
        var digest = ConsoleSessions.digest(token);
        String found = null;
        for (var link : links.entrySet()) {
            if (MessageDigest.isEqual(link.getValue(), digest)) {
                found = link.getKey();
            }
        }
        if (found == null) {
            return null;
        }
        print(found);
        return new Login(ISSUER, found);
    }

    private void print(String person) {
        var token = ConsoleSessions.secret();
        links.put(person, ConsoleSessions.digest(token));
        printer.accept(person, Objects.requireNonNull(base).resolve("/console/login?token=" + token));
    }
}
