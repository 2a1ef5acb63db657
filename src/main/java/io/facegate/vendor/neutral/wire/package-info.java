/** Facegate's own vendor-neutral API: JSON over HTTP under {@code /facegate/v1/…}. */
@NullMarked
package io.facegate.vendor.neutral.wire;

import org.jspecify.annotations.NullMarked;
