package io.facegate.catalogue;

import io.facegate.call.NormalizedRequest;
import io.facegate.call.SimilarityScale;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The similarity scales of all providers: the embedded engine's, and those in the catalogues. */
public final class SimilarityScales {
    private SimilarityScales() {}

    /** Read when they are first needed. */
    private static final class Known {
        static final List<SimilarityScale> ALL = Stream.concat(
                        Stream.of(SimilarityScale.LOCAL),
                        Stream.of(VendorApi.values()).flatMap(api -> api.catalogue().scales().stream()))
                .toList();
    }

    /** Returns the scale of a provider's answer to that request, or null if unknown. */
    public static @Nullable SimilarityScale forRequest(String provider, NormalizedRequest ask) {
        return Known.ALL.stream()
                .filter(scale -> scale.provider().equals(provider) && scale.isOf(ask))
                .findFirst()
                .orElse(null);
    }

    /** Returns the scale of that group, or null. */
    public static @Nullable SimilarityScale forGroup(String group) {
        return Known.ALL.stream()
                .filter(scale -> scale.group().equals(group))
                .findFirst()
                .orElse(null);
    }
}
