package io.facegate.provider.rekognition.custody;

import io.facegate.call.handle.Handle;
import io.facegate.call.handle.Kind;
import io.facegate.identity.Organisation;
import io.facegate.provider.Prefix;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The names of one organisation; on the gateway's own account each begins with its {@link Prefix}.
 *
 * @param apart whether the organisation has an account of its own, where names are left as they are
 */
record Namespace(String organisation, boolean apart) {
    private static final String PROVIDER = "rekognition";
    /** The vendor writes those of collections without the word it calls them by. */
    private static final Pattern ARN = Pattern.compile(
            "((?:arn:)?[a-z0-9-]+:rekognition:[a-z0-9-]*:[a-z0-9-]*:(collection|streamprocessor|project)/)(.+)");

    static Namespace of(Organisation principal) {
        return new Namespace(principal.id(), principal.upstreamRole() != null);
    }

    /** What stands before each name of the organisation. */
    String prefix() {
        return new Prefix(organisation).text();
    }

    /** A name, or an ARN, as the vendor knows it. */
    String upstream(String given) {
        return apart ? given : prefixed(given);
    }

    /** A name, or an ARN, as the caller knows it; null when it is none of the organisation's. */
    @Nullable
    String downstream(String given) {
        if (apart) {
            return given;
        }
        var arn = ARN.matcher(given);
        var name = arn.matches() ? arn.group(3) : given;
        var own = new Prefix(organisation).without(name);
        return own == null ? null : (arn.matches() ? arn.group(1) : "") + own;
    }

    /**
     * The handle that a caller names.
     *
     * @return null when it is no ARN of its kind
     */
    @Nullable
    Handle handle(Kind kind, String given) {
        return switch (kind) {
            case JOB, SESSION, PAGE -> new Handle(PROVIDER, kind, given);
            case COLLECTION, STREAM -> new Handle(PROVIDER, kind, prefix() + name(given));
            case PROJECT, DATASET, MODEL -> kind(given) == kind ? new Handle(PROVIDER, kind, upstream(given)) : null;
            case FACE, PERSON, IMAGE -> null;
        };
    }

    /** Whether only this organisation can have made what goes by that name. */
    boolean provesOwner(Kind kind) {
        return kind != Kind.JOB && kind != Kind.SESSION && kind != Kind.PAGE;
    }

    /** What kind of thing an ARN names, or null. */
    static @Nullable Kind kind(String given) {
        var arn = ARN.matcher(given);
        if (!arn.matches()) {
            return null;
        }
        return switch (arn.group(2)) {
            case "collection" -> Kind.COLLECTION;
            case "streamprocessor" -> Kind.STREAM;
            default -> part(arn.group(3).split("/", -1));
        };
    }

    private static @Nullable Kind part(String[] path) {
        return switch (path.length) {
            case 2 -> Kind.PROJECT;
            case 4 -> path[1].equals("version") ? Kind.MODEL : path[1].equals("dataset") ? Kind.DATASET : null;
            default -> null;
        };
    }

    /** A caller's idempotency token as the vendor knows it: on one account two callers' must not meet. */
    String token(String given) {
        if (apart) {
            return given;
        }
        try {
            var sha256 =
                    MessageDigest.getInstance("SHA-256").digest(prefixed(given).getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256);
        } catch (GeneralSecurityException noPlatform) {
            throw new IllegalStateException(noPlatform);
        }
    }

    private String prefixed(String given) {
        var arn = ARN.matcher(given);
        return arn.matches() ? arn.group(1) + prefix() + arn.group(3) : prefix() + given;
    }

    private static String name(String given) {
        var arn = ARN.matcher(given);
        return arn.matches() ? arn.group(3) : given;
    }
}
