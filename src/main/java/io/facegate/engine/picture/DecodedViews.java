package io.facegate.engine.picture;

import org.jspecify.annotations.Nullable;

/**
 * A picture as it was decoded.
 *
 * @param mean each pixel the mean of {@code step} by {@code step} of the picture
 * @param thinned every {@code step}-th pixel of every {@code step}-th row, as a careless vendor may shrink it; or null
 */
public record DecodedViews(Pixels mean, @Nullable Pixels thinned, int step) {}
