/** Pictures: from encoded bytes, which are hostile, to upright pixels, which are few. */
@NullMarked
package io.facegate.provider.local.picture;

import org.jspecify.annotations.NullMarked;
