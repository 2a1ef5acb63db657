package io.facegate.registry;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says once a day in the log what ends soon. */
final class ExpiryAnnouncement {
    /** How long before it ends something is announced. */
    static final Duration BEFORE = Duration.ofDays(30);

    private static final System.Logger LOG = System.getLogger(Registry.class.getName());
    private static final Duration EVERY = Duration.ofDays(1);
    private static final int SHOWN = 10;

    private @Nullable Instant said;

    /** Says it, unless it was said within a day; returns the line, or null if there is none. */
    @Nullable
    String announce(RegistrySnapshot registry, Instant now) {
        if (said != null && !now.isBefore(said) && now.isBefore(said.plus(EVERY))) {
            return null;
        }
        said = now;
        var all = Expiry.find(registry, now, now.plus(BEFORE));
        if (all.isEmpty()) {
            return null;
        }
        var line = all.size() + (all.size() == 1 ? " registration ends" : " registrations end") + " within "
                + BEFORE.toDays() + " days: "
                + all.stream()
                        .limit(SHOWN)
                        .map(one -> describe(one) + " at " + one.at())
                        .collect(Collectors.joining(", "))
                + (all.size() > SHOWN ? " and more" : "") + ". See: facegate registry expiring.";
        LOG.log(Level.WARNING, "{0}", line);
        return line;
    }

    private static String describe(Expiry one) {
        return one.kind().isPersonal()
                ? one.kind().code() + " of a person"
                : one.kind().code() + ' ' + one.name() + " of " + one.owner();
    }
}
