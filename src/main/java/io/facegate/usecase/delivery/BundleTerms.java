package io.facegate.usecase.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What the maker of a policy bundle decides beside the policies.
 *
 * @param serial number of the bundle, higher than that of the one before
 * @param commit the commit that the policies were taken from, or null
 * @param activation when the policies come into force; null for at once
 */
public record BundleTerms(
        long serial, @Nullable String commit, @Nullable Instant activation) {}
