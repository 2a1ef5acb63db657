package io.facegate.console;

import io.facegate.registry.Person;
import io.facegate.registry.Right;
import io.facegate.registry.Role;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who a request of the console is from: a registered person, or somebody with the link that the gateway printed.
 *
 * @param name as records commit to it: the person's id, or the name of the local session
 * @param person null for the local login, which reads and changes nothing
 * @param formToken what each form of this session sends back
 */
public record ConsoleVisitor(String name, @Nullable Person person, String formToken) {
    /** The rights of the local login: those of an auditor. */
    private static final Set<Right> LOCAL = Set.of(Right.READ_RECORDS, Right.READ_REGISTRY);

    private static final String PROPERTY = "facegate.visitor";

    /** Keeps it with the request, for pages. */
    void keep(ContainerRequestContext request) {
        request.setProperty(PROPERTY, this);
    }

    /**
     * The visitor of a request that the login filter admitted.
     *
     * @throws NullPointerException if nobody was admitted
     */
    public static ConsoleVisitor of(ContainerRequestContext request) {
        return Objects.requireNonNull(find(request), "nobody logged in");
    }

    /** The visitor; null before somebody logged in. */
    static @Nullable ConsoleVisitor find(ContainerRequestContext request) {
        return (ConsoleVisitor) request.getProperty(PROPERTY);
    }

    /** True if the visitor logged in as a registered person, who alone can change something. */
    public boolean isPerson() {
        return person != null;
    }

    public boolean may(Right right) {
        return person == null ? LOCAL.contains(right) : person.may(right);
    }

    /** True if the visitor has one of the rights that a page asks for. */
    public boolean mayOpen(ConsolePage page) {
        return page.rights().stream().anyMatch(this::may);
    }

    /** The first page that this visitor may open; empty if there is none. */
    Optional<ConsolePage> home() {
        return Arrays.stream(ConsolePage.values()).filter(this::mayOpen).findFirst();
    }

    /** The person's roles, in their order. */
    Stream<Role> roles() {
        return person == null ? Stream.of() : person.roles().stream().sorted();
    }

    /** Compares what a form sent back with the session's own token, in a time that tells nothing about it. */
    public boolean isOwnForm(@Nullable String sent) {
        return sent != null
                && MessageDigest.isEqual(
                        sent.getBytes(StandardCharsets.UTF_8), formToken.getBytes(StandardCharsets.UTF_8));
    }
}
