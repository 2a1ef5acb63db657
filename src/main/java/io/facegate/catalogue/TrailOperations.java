package io.facegate.catalogue;

import io.facegate.call.Capability;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A vendor's operations as its trail names them, and which of them are about faces. */
public final class TrailOperations {
    private static final Set<Capability> HARMLESS = EnumSet.of(Capability.NOT_FACE, Capability.JOB_RESULT);

    private final Map<String, KnownOperation> known = new HashMap<>();
    private final TrailFormat format;

    /**
     * An operation that the trail cannot tell from others is one of faces if one of them is.
     *
     * @param name the catalogue's name, without a beginning that the trail does not write
     */
    public record KnownOperation(String name, boolean isFace) {}

    TrailOperations(TrailVendor vendor, TrailFormat format) {
        this.format = format;
        for (var api : vendor.apis()) {
            api.catalogue().operations().values().forEach(this::add);
        }
        format.names().forEach((word, operation) -> {
            var there = known.get(key(operation));
            if (there == null) {
                throw new CatalogueException("trail of " + vendor.word() + ": there is no operation " + operation);
            }
            known.put(word, there);
        });
    }

    private void add(VendorOperation operation) {
        boolean isFace = !operation.capabilities().contains(Capability.NOT_FACE)
                || !HARMLESS.containsAll(operation.capabilities());
        known.merge(
                key(written(operation.name())),
                new KnownOperation(written(operation.name()), isFace),
                (first, second) -> new KnownOperation(first.name(), first.isFace() || second.isFace()));
    }

    /** The name of an operation of the catalogue as the trail writes it. */
    public String written(String operation) {
        for (var prefix : format.prefixes()) {
            if (operation.startsWith(prefix)) {
                return operation.substring(prefix.length());
            }
        }
        return operation;
    }

    /** The operation that the trail means by a word; null if nobody knows it. */
    public @Nullable KnownOperation find(String word) {
        var lower = word.toLowerCase(Locale.ROOT);
        var named = known.get(lower);
        return named != null ? named : known.get(key(lower.substring(1 + lastPart(lower))));
    }

    private static int lastPart(String word) {
        return Math.max(word.lastIndexOf('.'), word.lastIndexOf('/'));
    }

    /** Letters and digits alone, in lower case. */
    private static String key(String word) {
        var key = new StringBuilder(word.length());
        for (int at = 0; at < word.length(); at++) {
            if (Character.isLetterOrDigit(word.charAt(at))) {
                key.append(Character.toLowerCase(word.charAt(at)));
            }
        }
        return key.toString();
    }
}
