package io.facegate.admin;

import io.facegate.ledger.AdministrativeActDetails;
import io.facegate.registry.Person;
import io.facegate.usecase.registry.RegistryAccess;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One request of a verified person. */
final class AdminRequest {
    static final String REASON = "Facegate-Reason";

    private static final String PROPERTY = "facegate.admin";
    private static final int MOST = 1_000;
    private static final int USUAL = 100;

    private final ContainerRequestContext request;
    private final AdminServices services;
    private final Person person;

    AdminRequest(ContainerRequestContext request, AdminServices services, Person person) {
        this.request = request;
        this.services = services;
        this.person = person;
    }

    /** Keeps it with the request, for the endpoint. */
    void keep() {
        request.setProperty(PROPERTY, this);
    }

    /** The request that the filter admitted. */
    static AdminRequest of(ContainerRequestContext request) {
        return (AdminRequest) Objects.requireNonNull(request.getProperty(PROPERTY), "no person");
    }

    Person person() {
        return person;
    }

    /** The registry, for reading. */
    RegistryAccess reading() {
        return services.access(person.id(), null);
    }

    /** The registry, for a change, which says why. */
    RegistryAccess changing() {
        return services.access(person.id(), reason());
    }

    /** Why the person makes a change. */
    String reason() {
        var header = request.getHeaderString(REASON);
        if (header == null) {
            throw new AdminProblem(
                    400, "reason_missing", "A change says why: send the header " + REASON + ", in one line.");
        }
        var reason = PercentText.decode(header);
        if (reason == null
                || reason.isBlank()
                || reason.length() > AdministrativeActDetails.LONGEST_REASON
                || reason.chars().anyMatch(Character::isISOControl)) {
            throw new AdminProblem(
                    400,
                    "reason_invalid",
                    REASON + " takes one line of at most " + AdministrativeActDetails.LONGEST_REASON
                            + " characters: printable ASCII, and %XX of UTF-8 for others and for %.");
        }
        return reason;
    }

    /** When that key was last used, or null. */
    @Nullable
    Instant lastUse(String key) {
        return services.records().lastUse(List.of(key)).get(key);
    }

    VersionPrecondition version() {
        return VersionPrecondition.parse(request.getHeaderString("If-Match"), request.getHeaderString("If-None-Match"));
    }

    @Nullable
    String query(String name) {
        return request.getUriInfo().getQueryParameters().getFirst(name);
    }

    private int limit() {
        var given = query("limit");
        if (given == null) {
            return USUAL;
        }
        int limit = given.matches("[1-9]\\d{0,3}") ? Integer.parseInt(given) : 0;
        if (limit < 1 || limit > MOST) {
            throw new AdminProblem(400, "invalid_parameter", "limit is a number from 1 to " + MOST + '.');
        }
        return limit;
    }

    /** A page of entries after the one that {@code after} names, in their order. */
    <T> Map<String, Object> page(
            List<T> all, Function<T, String> id, Function<T, Map<String, @Nullable Object>> fields) {
        int limit = limit();
        var after = query("after");
        int start = 0;
        if (after != null) {
            var ids = all.stream().map(id).toList();
            start = ids.indexOf(after) + 1;
            if (start == 0) {
                throw new AdminProblem(400, "invalid_parameter", "after names no entry of this list.");
            }
        }
        var shown = all.subList(start, Math.min(all.size(), start + limit));
        var items = shown.stream().map(fields).collect(Collectors.toList());
        return start + limit < all.size()
                ? Map.of("items", items, "next", id.apply(shown.getLast()))
                : Map.of("items", items);
    }
}
