/** From encoded pictures, which are hostile, to a bounded number of upright pixels. */
@NullMarked
package io.facegate.engine.picture;

import org.jspecify.annotations.NullMarked;
