package io.facegate.engine.picture;

import org.jspecify.annotations.Nullable;

/**
 * Downscaled versions of a decoded picture.
 *
 * @param mean each pixel is the mean of {@code step} by {@code step} pixels
 * @param thinned every {@code step}-th pixel of every {@code step}-th row, as a vendor may downscale naively; or null
 */
public record DecodedPicture(Pixels mean, @Nullable Pixels thinned, int step) {}
