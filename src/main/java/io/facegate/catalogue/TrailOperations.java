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
    /** What an engine does on the way to an answer: it looks for faces, and at the gallery that it searches. */
    private static final Set<Capability> STEPS = EnumSet.of(Capability.DETECT, Capability.GALLERY_READ);

    /** A vendor has one operation for both; which one it is, the caller says. */
    private static final Set<Capability> SEARCHES = EnumSet.of(Capability.IDENTIFY_RETRO, Capability.IDENTIFY_LIVE);

    private static final Set<Capability> HARMLESS = EnumSet.of(Capability.NOT_FACE, Capability.JOB_RESULT);

    private final Map<String, KnownOperation> known = new HashMap<>();
    private final TrailFormat format;

    /**
     * An operation that the trail cannot tell from others is one of faces if one of them is.
     *
     * @param name the catalogue's name, without a beginning that the trail does not write
     * @param capabilities what it does to faces whatever its parameters are; of several, what any of them does
     */
    public record KnownOperation(String name, boolean isFace, Set<Capability> capabilities) {
        public KnownOperation {
            capabilities = Set.copyOf(capabilities);
        }

        /** True if it may be a step of a call with these capabilities that came over another wire. */
        public boolean isStepOf(Set<Capability> permitted) {
            return capabilities.stream()
                    .allMatch(one -> STEPS.contains(one)
                            || permitted.contains(one)
                            || (SEARCHES.contains(one) && SEARCHES.stream().anyMatch(permitted::contains)));
        }

        private KnownOperation or(KnownOperation other) {
            var all = EnumSet.noneOf(Capability.class);
            all.addAll(capabilities);
            all.addAll(other.capabilities);
            return new KnownOperation(name, isFace || other.isFace, all);
        }
    }

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
                new KnownOperation(written(operation.name()), isFace, operation.capabilities()),
                KnownOperation::or);
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
