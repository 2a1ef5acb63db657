package io.facegate.vendor.rekognition.client;

import io.facegate.call.Digests;
import io.facegate.call.ResourceId;
import io.facegate.call.ResourceKind;
import io.facegate.identity.Organisation;
import io.facegate.vendor.client.OwnerPrefix;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Resource names of one organisation. On the gateway's own account each begins with its {@link OwnerPrefix}.
 *
 * @param dedicated true if the organisation has an account of its own; then names are not changed
 */
record RekognitionNamespace(String organisation, boolean dedicated) {
    private static final String PROVIDER = "rekognition";
    /** The vendor writes the ARN of a collection without {@code arn:}. */
    private static final Pattern ARN = Pattern.compile(
            "((?:arn:)?[a-z0-9-]+:rekognition:[a-z0-9-]*:[a-z0-9-]*:(collection|streamprocessor|project)/)(.+)");

    static RekognitionNamespace forOrganisation(Organisation principal) {
        return new RekognitionNamespace(principal.id(), principal.upstreamRole() != null);
    }

    /** Returns the prefix of the organisation's names. */
    String prefix() {
        return new OwnerPrefix(organisation).text();
    }

    /** Returns a name or an ARN as the vendor knows it. */
    String toUpstream(String given) {
        return dedicated ? given : addPrefix(given);
    }

    /** Returns a name or an ARN as the caller knows it; null when it belongs to another organisation. */
    @Nullable
    String toDownstream(String given) {
        if (dedicated) {
            return given;
        }
        var arn = ARN.matcher(given);
        var name = arn.matches() ? arn.group(3) : given;
        var own = new OwnerPrefix(organisation).removeFrom(name);
        return own == null ? null : (arn.matches() ? arn.group(1) : "") + own;
    }

    /**
     * Returns the resource id for a name or ARN given by the caller.
     *
     * @return null when it is not an ARN of that kind
     */
    @Nullable
    ResourceId handle(ResourceKind kind, String given) {
        return switch (kind) {
            case JOB, SESSION, PAGE -> new ResourceId(PROVIDER, kind, given);
            case COLLECTION, STREAM -> new ResourceId(PROVIDER, kind, prefix() + name(given));
            case PROJECT, DATASET, MODEL ->
                kind(given) == kind ? new ResourceId(PROVIDER, kind, toUpstream(given)) : null;
            case FACE, PERSON, IMAGE -> null;
        };
    }

    /** Returns the kind of resource that an ARN names, or null. */
    static @Nullable ResourceKind kind(String given) {
        var arn = ARN.matcher(given);
        if (!arn.matches()) {
            return null;
        }
        return switch (arn.group(2)) {
            case "collection" -> ResourceKind.COLLECTION;
            case "streamprocessor" -> ResourceKind.STREAM;
            default -> part(arn.group(3).split("/", -1));
        };
    }

    private static @Nullable ResourceKind part(String[] path) {
        return switch (path.length) {
            case 2 -> ResourceKind.PROJECT;
            case 4 ->
                path[1].equals("version")
                        ? ResourceKind.MODEL
                        : path[1].equals("dataset") ? ResourceKind.DATASET : null;
            default -> null;
        };
    }

    /** Returns an idempotency token as sent to the vendor, unique per organisation: two callers' must not collide. */
    String token(String given) {
        if (dedicated) {
            return given;
        }
        var sha256 = Digests.sha256(addPrefix(given).getBytes(StandardCharsets.UTF_8));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(sha256);
    }

    private String addPrefix(String given) {
        var arn = ARN.matcher(given);
        return arn.matches() ? arn.group(1) + prefix() + arn.group(3) : prefix() + given;
    }

    private static String name(String given) {
        var arn = ARN.matcher(given);
        return arn.matches() ? arn.group(3) : given;
    }
}
