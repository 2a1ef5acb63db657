package io.facegate.admin;

import io.facegate.call.Digests;
import io.facegate.json.JsonMappers;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The version of an entry that a request is based on, from its {@code If-Match} and {@code If-None-Match}. A version is
 * a hash of what the entry says.
 *
 * @param expected the versions of which the entry must have one; null if any will do
 * @param absent whether there must be no entry yet
 */
record VersionPrecondition(@Nullable Set<String> expected, boolean absent) {
    private static final int BYTES = 16;
    private static final int PRECONDITION_FAILED = 412;
    private static final String ANY = "*";

    /** Fields that change without a change of the entry. */
    private static final List<String> COMPUTED =
            List.of("status", "warning", "altered", "newlyPermitted", "lastUse", "use");

    static VersionPrecondition parse(@Nullable String ifMatch, @Nullable String ifNoneMatch) {
        var expected = ifMatch == null
                ? null
                : Stream.of(ifMatch.split(","))
                        .map(tag -> tag.strip().replace("\"", ""))
                        .collect(Collectors.toUnmodifiableSet());
        return new VersionPrecondition(expected, ANY.equals(ifNoneMatch));
    }

    /** The version of an entry with these fields. */
    static String of(Map<String, ? extends @Nullable Object> entry) {
        var kept = new LinkedHashMap<String, @Nullable Object>(entry);
        kept.keySet().removeAll(COMPUTED);
        var digest = Digests.sha256(AdminAnswer.json(JsonMappers.PLAIN, kept));
        return HexFormat.of().formatHex(Arrays.copyOf(digest, BYTES));
    }

    /** Requires that an entry may be made. */
    void requireAbsent() {
        if (expected != null) {
            throw new AdminProblem(PRECONDITION_FAILED, "precondition_failed", "There is no such entry to change.");
        }
    }

    /** Requires that the entry is the one that the request is based on. */
    void requireMatch(Map<String, ? extends @Nullable Object> entry) {
        if (absent) {
            throw new AdminProblem(PRECONDITION_FAILED, "precondition_failed", "There is such an entry already.");
        }
        if (expected == null) {
            throw new AdminProblem(
                    AdminProblem.PRECONDITION_REQUIRED,
                    "precondition_required",
                    "To change an entry, send If-Match with the ETag of the entry that you saw.");
        }
        if (!expected.contains(ANY) && !expected.contains(of(entry))) {
            throw new AdminProblem(
                    PRECONDITION_FAILED,
                    "precondition_failed",
                    "The entry was changed since you saw it. Read it again.");
        }
    }
}
